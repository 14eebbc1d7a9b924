"""The page reads and writes corrections.toml as kg/store/corrections_file.py does."""

from __future__ import annotations

import random
import shutil
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

import kg.export.page.assets as page
from kg.export.page.bundle import bundle
from kg.store import corrections_file
from kg.types import ClassName, Correction, CorrectionKind, Datatype, DocumentId, EntityId, Named, Value

SIGNS = list("甲乙张“”\"\\'#=[]{},.\n\r\t\x7f\x01é😀\u2028 ab_-0`$")
DATES = ("2026-11-29", "2026-11-29T08:30:00Z", "2026-11-29T08:30:00+08:00", "2026-11-29T08:30:00+00:00")
REFUSED = [
    *("a = ", "a = 1 2", "[a", 'a = "x\n"', "a.b=1\na=2", "=1", "a = [1", "a = {b=1", "[a]\n[a]", "a = tru", 'a="\\q"'),
    *("a=1\na=2", "[[a]]\n[a]", "a = " + "[" * 20, 'a = "\\U00110000"'),
]
NAMES = {
    "fixread": "entries",
    "fixtoml": "toml",
    "tomlread": "parsed",
}


@pytest.fixture(scope="module")
def call(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], Any]]:
    """call(expression, text): the value of an expression of `text`."""
    folder = tmp_path_factory.mktemp("toml")
    shutil.copytree(Path(page.__file__).parent / "js", folder, dirs_exist_ok=True)
    names = ", ".join(NAMES.values())
    lines = [f'import {{ {name} }} from "./{file}.js";\n' for file, name in NAMES.items()]
    (folder / "all.js").write_text("".join(lines) + f"window.kgTest = {{ {names} }};\n")
    tab = browser.new_page()
    tab.evaluate(bundle(folder, "all"))
    yield lambda code, text: tab.evaluate(f"text => {{ const {{ {names} }} = window.kgTest; return ({code}); }}", text)
    tab.close()


def word(dice: random.Random, most: int = 12) -> str:
    return "甲" + "".join(dice.choices(SIGNS, k=dice.randint(0, most)))


def named(dice: random.Random) -> Named:
    documents = {DocumentId(word(dice)) for _ in range(dice.randint(0, 3))}
    kind = dice.choice([None, ClassName(word(dice))])
    return Named(dice.choice([None, word(dice)]), kind, EntityId(word(dice)), tuple(sorted(documents)))


def term(dice: random.Random) -> Named | Value:
    value = Value(word(dice), dice.choice(get_args(Datatype)), dice.choice([None, word(dice)]))
    return named(dice) if dice.random() < 0.5 else value


def correction(dice: random.Random) -> Correction:
    kind = dice.choice(get_args(CorrectionKind))
    more: dict[str, Any] = {}
    if kind in ("same", "different"):
        more["object"] = named(dice)
    elif kind in ("retype", "rename"):
        more["to"] = word(dice)
    else:
        qualifiers = {word(dice, 3): term(dice) for _ in range(dice.randint(0, 2))}
        more |= {"predicate": word(dice), "object": term(dice), "qualifiers": tuple(sorted(qualifiers.items()))}
        more["modality"] = dice.choice([None, "planned"])
        if kind == "assert" and dice.random() < 0.5:
            more |= {"document": DocumentId(word(dice)), "quote": word(dice, 40)}
    return Correction(kind, named(dice), word(dice), dice.choice(DATES), word(dice), **more)


def test_what_kg_correct_writes_is_read_and_written_again(call: Callable[[str, str], Any]) -> None:
    for seed in range(100):
        dice = random.Random(seed)
        text = corrections_file.appended("", [correction(dice) for _ in range(3)])
        assert call("toml(entries(text).read.map(({ said }) => said), 'nobody')", text) == text


@pytest.mark.parametrize(
    "text",
    [
        'a.b.c = 1\n[x]\ny = """\na\\\n   b"""\n',
        "a = '''x\n'y''''\r\n",
        "a=[1,2,\n#c\n3,]\n[[b]]\nc=1 # d\n[b.c2]\nd=2\n[[b]]\nb=3",
        'a = """"q""""\nb = { b.c = 1, d = "x" }\n"k y".\'z\' = true\n',
        'a = 1_000\nb = "\\u4e00\\U0001F600\\t"\n\n#',
    ],
)
def test_other_forms_of_toml(call: Callable[[str, str], Any], text: str) -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list) else str(value).lower()

    assert plain(call("JSON.parse(JSON.stringify(parsed(text).root))", text)) == plain(tomllib.loads(text))


def test_what_is_no_toml_is_refused(call: Callable[[str, str], Any]) -> None:
    code = "(() => { try { parsed(text); return null; } catch (error) { return error.key; } })()"
    for text in REFUSED:
        assert call(code, text) == "toml_wrong", text
        with pytest.raises(tomllib.TOMLDecodeError):
            tomllib.loads(text)
