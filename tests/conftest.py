"""What all tests share. Being here, it puts the repository's root on the path: `from tests.graphs import …`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Neither chance nor what else runs decides whether the tests pass: what is timed runs alone, and new examples are
# searched for by `pytest --hypothesis-profile search` and `make fuzz`.
settings.register_profile("any machine", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile("any machine")
BROWSER = os.environ.get("KG_BROWSER") or shutil.which("chromium") or shutil.which("google-chrome")
NO_SKIPS = os.environ.get("KG_NO_SKIPS") == "1"  # set where all that the tests need is installed
SKIPPED = os.environ.get("KG_SKIPPED")  # a file: what was skipped, to be run where nothing is missing
TESTS = Path(__file__).parent
# What `make check` leaves out, by the beginning of its path: whole builds, browsers, processes, many mutations.
SLOW = (
    "check", "cli", "contracts", "docs", "export/page", "fuzz", "laws", "ontology/test_mutations",
    "ontology/test_ontology", "ontology/test_schema", "processes", "query", "rdf/test_rdf", "read/test_costs",
    "run/flow/test_refusals", "run/flow/test_spark", "serve",
    "read/test_html_costs", "score/test_relations", "store/test_folder", "test_examples", "test_pipeline",
    "test_public", "test_readme", "train",
)  # fmt: skip

# What is timed by the clock or measures memory: it runs when nothing else does.
ALONE = (
    "cli/test_bad_input", "cli/test_killed", "cli/test_streams", "fuzz", "laws/test_memory", "processes",
    "query/test_limits", "run/flow/test_spark",
    "run/test_killed",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is slow, and what must run alone."""
    for item in items:
        if item.path.is_relative_to(TESTS):
            path = item.path.relative_to(TESTS).as_posix()
            for names, mark in ((SLOW, pytest.mark.slow), (ALONE, pytest.mark.alone)):
                if path.startswith(names):
                    item.add_marker(mark)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that skips where nothing is missing has failed, unless it is marked `may_skip`."""
    report = yield
    note_skipped(report)
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail") and not item.get_closest_marker("may_skip"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"it was skipped where nothing may be missing: {reason}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """A module that skips as a whole is noted as its tests are."""
    report = yield
    note_skipped(report)
    return report


def note_skipped(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Each process of the tests adds its lines; one test or module may stand twice."""
    if SKIPPED and report.skipped and not hasattr(report, "wasxfail"):
        with Path(SKIPPED).open("a", encoding="utf-8") as file:
            file.write(f"{report.nodeid}\n")


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install playwright"
    )
    if BROWSER is None:
        pytest.skip("no browser: install Debian's chromium, or name one in KG_BROWSER")
    with playwright.sync_playwright() as runner:
        launched = runner.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield launched
        launched.close()
