from __future__ import annotations

from pathlib import Path

import pytest

import kg.export.page.assets as page
from kg.export.page.bundle import bundle


def test_modules_come_before_those_that_import_them(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text('import { b as x } from "./b.js";\nexport const a = () => x;\n')
    (tmp_path / "b.js").write_text("export const b = 1;\n")
    text = bundle(tmp_path, "a")
    assert text.index("const $b =") < text.index("const $a =")
    assert "const { b: x } = $b;" in text
    assert "return { a };" in text
    assert "export" not in text


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("export default 1;\n", "not known"),
        ('import a from "./b.js";\n', "not known"),
        ('import { a } from "./a.js";\n', "a -> a"),
        ("const a = `\n  b`;\n", "a.js:1: a template of several lines"),
    ],
)
def test_other_forms_are_refused(tmp_path: Path, source: str, says: str) -> None:
    (tmp_path / "a.js").write_text(source)
    with pytest.raises(ValueError, match=says):
        bundle(tmp_path, "a")


def test_comments_and_indentation_stay_behind(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("// Why.\nconst b = () => {\n  // Here too.\n  return `  // no comment`;\n};\n\n")
    assert "const b = () => {\nreturn `  // no comment`;\n};\n" in bundle(tmp_path, "a")


def test_every_file_is_used_and_short() -> None:
    folder = Path(page.__file__).parent
    text = bundle(folder / "js", "main")
    for file in (folder / "js").glob("*.js"):
        assert file.stem == "worker" or f"const ${file.stem} =" in text
        assert len(file.read_text("utf-8").splitlines()) < 400
    assert {file.stem for file in (folder / "css").glob("*.css")} == set(page._STYLES)
