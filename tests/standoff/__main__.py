"""Annotated articles: read as they are written, taken off their texts and laid on them; for `kg train` and `kg score`.

python -m tests.standoff take FOLDER                      ID.ann beside ID.txt, checked, becomes ID.json; see lines.py
python -m tests.standoff lay RAW.jsonl.gz… -o FOLDER      ID.json beside ID.txt, for kg train joint
python -m tests.standoff keep FOLDER…                     add a folder of annotated articles to what is kept here
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import click

from tests.standoff.lines import Annotation
from tests.standoff.standoff import FILE, read, text_of, with_text, without_text, write

_PATH = click.Path(path_type=Path)


@click.group()
def main() -> None:
    """Annotations of articles whose texts stay with their publishers."""


@main.command()
@click.argument("folder", type=_PATH)
def take(folder: Path) -> None:
    """Read annotations as they are written, and say what is wrong with them."""
    from kg.ontology.ontology import load

    ontology, wrong = load(), 0
    for file in sorted(folder.glob("*.ann")):
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        found = Annotation(file.stem, file.read_text("utf-8"), text, ontology)
        wrong += len(found.faults)
        file.with_suffix(".json").write_text(json.dumps(found.data, ensure_ascii=False, indent=1), "utf-8")
        entities, facts = (len(found.data[name]) for name in ("entities", "facts"))
        click.echo(f"{file.name}: {len(text)} characters, {entities} entities, {facts} facts")
        for number, fault in found.faults:
            click.echo(f"  {file.name}:{number}: {fault}")
    raise SystemExit(1 if wrong else 0)


@main.command()
@click.argument("raw", nargs=-1, required=True, type=_PATH)
@click.option("-o", "--out", required=True, type=_PATH, help="Folder for the articles.")
def lay(raw: tuple[Path, ...], out: Path) -> None:
    """Lay the annotations on the texts of raw articles."""
    wanted = {line[0]: line for line in read()}
    out.mkdir(parents=True, exist_ok=True)
    for file in raw:
        with gzip.open(file, "rt", encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                if line := wanted.pop(row["id"], None):
                    text = text_of(row)
                    data = with_text(line, text)
                    (out / f"{row['id']}.txt").write_text(text, "utf-8", newline="")
                    (out / f"{row['id']}.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), "utf-8")
    click.echo(f"{out}: {len(list(out.glob('*.json')))} articles; {len(wanted)} have no text in what was given")


@main.command()
@click.argument("folders", nargs=-1, required=True, type=_PATH)
def keep(folders: tuple[Path, ...]) -> None:
    """Add annotated articles to those that are kept here."""
    kept = {line[0]: line for line in read()} if FILE.is_file() else {}
    for file in (one for folder in folders for one in sorted(folder.glob("*.json"))):
        text = file.with_suffix(".txt").read_bytes().decode("utf-8")
        kept[file.stem] = without_text(json.loads(file.read_text("utf-8")), text)
    write(kept.values())
    click.echo(f"{FILE}: {len(kept)} articles")


if __name__ == "__main__":
    main()
