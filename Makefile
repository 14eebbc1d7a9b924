# `make demo` and `make test` set up what they need; Python 3.11 or newer, git and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
OUT := out/demo
# A process for each core; tests of one module stay in one, with what they share. What is timed runs alone.
TOGETHER := $(BIN)/pytest -n auto --maxprocesses 8 --dist loadscope
ENGINE := kg/export/page/vendor/LICENSE

.PHONY: demo check test skipped coverage lint fuzz bench pictures sparql docs vocabulary man clean
.DELETE_ON_ERROR:

# Build the graph of examples/texts, and ask it three questions.
demo: $(VENV)/.installed
	@test -f $(ENGINE) || $(MAKE) --no-print-directory sparql || echo "the page comes without its SPARQL panel"
	@$(BIN)/kg build examples/texts -o $(OUT)
	@for name in heads awards built; do \
		echo; \
		echo "$$ kg query $(OUT) --name $$name"; \
		$(BIN)/kg query $(OUT) --name $$name; \
	done
	@echo
	@echo "Turtle: $(CURDIR)/$(OUT)/graph.ttl"
	@echo "Page:   $(CURDIR)/$(OUT)/graph.html"

# The fast part: style, types, import contracts, unit tests.
check: lint
	$(TOGETHER) -m "not slow"

# All checks and tests. What needs PyTorch, npm or a browser is skipped where that is missing; -rs lists the reasons.
test: lint
	$(TOGETHER) -rs -m "not alone"
	$(BIN)/pytest -rs -m alone

# What an earlier `KG_SKIPPED=FILE make test` had to skip, where nothing is missing any more: make skipped SKIPPED=FILE.
skipped: $(VENV)/.developing
	sort -u $(SKIPPED) > $(SKIPPED).once
	KG_NO_SKIPS=1 $(TOGETHER) -rs -m "not alone" @$(SKIPPED).once
	KG_NO_SKIPS=1 $(BIN)/pytest -rs -m alone @$(SKIPPED).once

# All tests, none of which may skip, and how much of the code they run. How long expressions take is for make test.
coverage: lint
	KG_NO_SKIPS=1 $(TOGETHER) -m "not alone" --cov=kg --cov-report= \
		--deselect tests/laws/test_patterns.py::test_no_expression_is_more_than_linear
	KG_NO_SKIPS=1 $(BIN)/pytest -m alone --cov=kg --cov-append --cov-report=term-missing:skip-covered --cov-fail-under=90

lint: $(VENV)/.developing
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# What a stranger may give: texts, pages, graphs, queries and patterns from seeds (make fuzz MINUTES=5 SEED=1).
MINUTES ?= 5
SEED ?= 1
fuzz: $(VENV)/.developing
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) --seed $(SEED)

# Speed and memory, as a table.
bench: $(VENV)/.developing
	$(BIN)/python -m tests.bench
	$(BIN)/python -m tests.bench.page
	$(BIN)/python -m tests.bench.memory

# The pictures of the README.
pictures: $(VENV)/.developing $(ENGINE)
	$(BIN)/python -m tests.pictures

# The engine of the page's SPARQL panel, from npm; without it a page has all else.
sparql: $(ENGINE)

$(ENGINE): kg/export/page/package-lock.json kg/export/page/vendor.py | $(VENV)/.installed
	@$(BIN)/python kg/export/page/vendor.py

# The documentation with its API reference, into out/docs.
docs: $(VENV)/.developing
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[docs]'
	$(BIN)/sphinx-build -W --keep-going -q docs out/docs
	@echo "$(CURDIR)/out/docs/index.html"

# The classes and properties of ontology/schema.ttl as a page in Chinese and English, with the file beside it, into out/vocabulary.
vocabulary: $(VENV)/.developing
	@$(BIN)/python -m kg.export.vocabulary_page out/vocabulary-source
	@$(BIN)/sphinx-build -W --keep-going -q -c docs/vocabulary out/vocabulary-source out/vocabulary
	@cp ontology/schema.ttl out/vocabulary/ontology.ttl
	@echo "$(CURDIR)/out/vocabulary/index.html"

# A man page of kg and of each of its verbs, into out/man (man -l out/man/kg-build.1).
man: $(VENV)/.installed
	@$(BIN)/python -m kg.cli.man out/man
	@echo "$(CURDIR)/out/man/kg.1"

clean:
	rm -rf $(VENV) out build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "$(PYTHON) is older than Python 3.11; name a newer one: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.developing: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed
