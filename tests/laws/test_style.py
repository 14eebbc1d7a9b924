"""House rules that a reader of kg/ may rely on: where words and scores stand, how long files and functions are."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from radon.complexity import cc_visit
from radon.visitors import Class

ROOT = Path(__file__).parents[2] / "kg"
FILES = sorted(ROOT.rglob("*.py"))
HAN = re.compile(r"[\u3400-\u9fff]")
READING = ("extract", "merge", "read", "resolve", "score", "segment", "text")  # rooms in which a number may be a score
NUMERICAL = {0.0, 0.5, 1.0, 2.0}  # identities, halves and doubles: arithmetic, not scores
LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 40  # lines
MOST_COMPLEX = 15  # radon: branches, loops, conditions in comprehensions, and/or


def name(file: Path) -> str:
    return file.relative_to(ROOT.parent).as_posix()


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def docstrings(module: ast.Module) -> set[ast.AST]:
    """The constants that document something: a statement of their own."""
    return {node.value for node in ast.walk(module) if isinstance(node, ast.Expr)}


def functions(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def words(source: str) -> list[str]:
    """The lines with Chinese words outside of docstrings and comments."""
    module = ast.parse(source)
    said = docstrings(module)
    constants = (node for node in ast.walk(module) if isinstance(node, ast.Constant) and node not in said)
    found = [(c.lineno, c.value) for c in constants if isinstance(c.value, str) and HAN.search(c.value)]
    return [f"{line}: {value!r}" for line, value in found]


def scores(source: str, everywhere: bool) -> list[str]:
    """The lines with decimal numbers that are no plain arithmetic: in function bodies, or everywhere."""
    module = ast.parse(source)
    bodies = [module] if everywhere else [node for function in functions(module) for node in function.body]
    found = {node for body in bodies for node in ast.walk(body) if isinstance(node, ast.Constant)}
    wrong = [c for c in found if isinstance(c.value, float) and c.value not in NUMERICAL]
    return sorted(f"{c.lineno}: {c.value!r}" for c in wrong)


def complexities(source: str) -> dict[str, int]:
    """How complex each function and method is, with the functions inside it."""
    blocks = (block for block in cc_visit(source) if not isinstance(block, Class))
    return {f"{block.lineno}: {block.fullname}": block.complexity for block in blocks}


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_chinese_word_stands_in_python(file: Path) -> None:
    assert words(file.read_text("utf-8")) == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_no_score_stands_in_python(file: Path) -> None:
    reading = file.relative_to(ROOT).parts[0] in READING
    assert scores(file.read_text("utf-8"), everywhere=reading) == []


@pytest.mark.parametrize("file", FILES, ids=name)
def test_files_and_functions_are_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST_FILE
    lengths = {f.name: (f.end_lineno or 0) - f.lineno + 1 for f in functions(tree(file))}
    assert {f: n for f, n in lengths.items() if n > LONGEST_FUNCTION} == {}


def test_no_function_is_complex() -> None:
    every = {f"{name(file)}:{f}": n for file in FILES for f, n in complexities(file.read_text("utf-8")).items()}
    assert len(every) > len(FILES)
    assert {f: n for f, n in every.items() if n > MOST_COMPLEX} == {}


def test_what_breaks_the_rules_is_seen() -> None:
    source = '"""宜宾"""\n\n\ndef f(x):\n    """局"""\n    # 市\n    return x > 0.8 and x == "局" + f"{x}市" + "，"\n'
    assert words(source) == ["7: '局'", "7: '市'"]
    assert scores(source, everywhere=False) == ["7: 0.8"]
    assert scores("_SURE = 0.6\n", everywhere=False) == [] and scores("_SURE = 0.6\n", everywhere=True) == ["1: 0.6"]
    tangled = "class C:\n    def f(self, x):\n        return [y for y in x if y and y > 1 or y < 0]\n"
    assert complexities(tangled) == {"2: C.f": 5}
