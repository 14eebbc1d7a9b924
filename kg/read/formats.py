"""Formats that are recognised but not read: what such a file is called, and how to get the text out of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

_HEAD = 4096  # bytes that show what a file is


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name with its article, its suffixes, what to do, and what shows it where the suffix does not.

    With `pages`, a file of it that is a page of HTML is read. `{file}` in `hint` stands for the file, `{stem}` for it
    without its suffix, both quoted for a shell.
    """

    name: str
    suffixes: tuple[str, ...]
    hint: str
    sign: re.Pattern[bytes] | None = None
    pages: bool = False

    def advice(self, path: Path | None) -> str:
        """What to do with a file."""
        file = path or Path("FILE")
        return self.hint.format(file=quote(str(file)), stem=quote(str(file.with_suffix(""))))


_PANDOC = "install pandoc, and give what it makes: pandoc --wrap=none {file} -o {stem}.txt"
_OFFICE = "install LibreOffice, and give what it makes: soffice --headless --convert-to txt:Text {file}"
_ONE = "write each text into a .txt file of its own"
_LINES = "write its texts as JSON lines, an object each; if it is a list: jq -c '.[]' {file} > {stem}.jsonl"
_ARCHIVE = "unpack it, and give the folder"

FORMATS = (
    Format("an RTF document", (".rtf",), _PANDOC, re.compile(rb"\{\\rtf")),
    Format("an old Word document", (".doc", ".wps", ".dot"), _OFFICE, re.compile(rb"\xd0\xcf\x11\xe0")),
    Format("a table or a presentation", (".xls", ".xlsx", ".ods", ".et", ".ppt", ".pptx", ".odp", ".dps"), _OFFICE),
    Format("a page saved by Safari", (".webarchive",), "open it in Safari, and save it as page source (.html)"),
    Format(
        "an e-mail",
        (".eml", ".msg", ".mbox"),
        "open it in a mail program, and save its text as .txt",
        re.compile(rb"(?is)(?=.{0,4000}?^MIME-Version: ?1)[A-Z-]{2,40}:", re.M),
    ),
    Format("JSON", (".json", ".geojson"), _LINES, re.compile(rb'\s*+(?:\{|\[\s*+\{)\s*+"')),
    Format(
        "a file of subtitles",
        (".srt", ".vtt", ".ass", ".ssa", ".sub"),
        "take the numbers and times out, and save the words as .txt",
        re.compile(rb"(?:\xef\xbb\xbf)?(?:WEBVTT|\d+\s{1,4}\d\d:\d\d:\d\d[,.]\d{3} -->)"),
    ),
    Format(
        "XML",
        (".xml", ".rss", ".atom"),
        "save its text as .txt, or the page that it describes as .html",
        re.compile(rb"(?:\xef\xbb\xbf)?<\?xml"),
        pages=True,
    ),
    Format("settings (YAML, TOML, INI)", (".yaml", ".yml", ".toml", ".ini", ".cfg"), _ONE),
    Format("LaTeX or another markup", (".tex", ".rst", ".adoc", ".org", ".textile", ".wiki"), _PANDOC),
    Format(
        "an archive",
        (".7z", ".rar", ".lz", ".lz4", ".cab", ".iso"),
        _ARCHIVE,
        re.compile(rb"7z\xbc\xaf|Rar!"),
    ),
    Format(
        "a picture",
        (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".svg", ".heic", ".ico", ".djvu"),
        "read its text by OCR, check it, and save it as .txt",
        re.compile(rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF.{4}WEBP", re.S),
    ),
    Format(
        "sound or film",
        (".mp3", ".mp4", ".wav", ".m4a", ".avi", ".mov", ".mkv", ".flv", ".wmv"),
        "write down what is said, and save it as .txt",
    ),
    Format("RDF", (".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf", ".owl"), "give the texts that it was made from"),
    Format(
        "a style or a script of a page",
        (".css", ".js", ".map", ".woff", ".woff2", ".ttf", ".eot"),
        "give the page itself",
    ),
)
_OF_SUFFIX = {suffix: one for one in FORMATS for suffix in one.suffixes}


def of_suffix(suffix: str) -> Format | None:
    """The format of files with a suffix, if it is one that is not read."""
    return _OF_SUFFIX.get(suffix.lower())


def of_bytes(data: bytes) -> Format | None:
    """The format that bytes begin as, if it is one that is not read.

    >>> of_bytes(b"GIF89a").name, of_bytes("临江县档案馆".encode())
    ('a picture', None)
    """
    return next((one for one in FORMATS if one.sign and one.sign.match(data, 0, _HEAD)), None)
