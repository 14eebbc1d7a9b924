"""Lay annotations on raw articles, or take them off: what `kg train joint` learns from, and `kg score` measures on.

python -m tests.standoff lay RAW.jsonl.gz… -o FOLDER      ID.json beside ID.txt, for kg train joint
python -m tests.standoff keep FOLDER…                     add a folder of annotated articles to what is kept here
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import click

from tests.standoff.standoff import FILE, read, text_of, with_text, without_text, write

_PATH = click.Path(path_type=Path)


@click.group()
def main() -> None:
    """Annotations of articles whose texts stay with their publishers."""


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
