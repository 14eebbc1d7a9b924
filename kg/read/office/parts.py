"""The files in a document that is a zip, as trees of XML: no entity is resolved, and nothing outside is read."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Any

from kg.errors import SourceError
from kg.read.page import Stated
from kg.read.zipped import Bounds, Entry, Zipped

MOST = 64_000_000  # bytes of a document with its pictures
# Of one file: its tree takes six times as much. A novel has 4,000,000 bytes, a report of 500 pages 20,000,000.
_BOUNDS = Bounds(entries=20_000, entry=40_000_000, whole=120_000_000)
_OLD = b"\xd0\xcf\x11\xe0"  # what a Word document begins with that is no zip
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the name of what is in one that has a password
_NODES = 4_000_000  # tags and attributes of a file
# No entity is resolved, no other file is read, and what is too deep or expands is refused by the parser.
SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:oasis:names:tc:opendocument:xmlns:meta:1.0": "meta",
}
_VALUE = 300  # characters of a property
_SAVE = "open it in the program that wrote it, and save it anew"


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return _without_namespace(element.tag)


@lru_cache(1000)
def _without_namespace(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str) -> str:
    """The attribute of an element whose name without its namespace is `name`."""
    return next((text for key, text in element.attrib.items() if key.rpartition("}")[2] == name), "")


class Package:
    """A document that is a zip."""

    def __init__(self, data: bytes, where: str) -> None:
        """Open a document; SourceError where it is encrypted, no zip, damaged or beyond bounds."""
        if data.startswith(_OLD):
            if _ENCRYPTED in data:
                raise SourceError("it is encrypted", where=where, hint="save it without a password")
            what = "it is no zip but an old Word document, or another of its kind"
            raise SourceError(what, where=where, hint="open it in Word or LibreOffice, and save it as .docx")
        self.where = where
        self.zip = Zipped(BytesIO(data), where, _BOUNDS)

    def find(self, name: str) -> Entry | None:
        """The file of a name, which may begin with a slash."""
        return self.zip.find(name.lstrip("/"))

    def tree(self, name: str) -> Any:
        """The root of a file of XML, None where there is no such file; SourceError where it cannot be read."""
        entry = self.find(name)
        return None if entry is None else parsed(self.zip.read(entry), self.where, name)

    def needed(self, name: str) -> Any:
        """The same of a file that has to be there."""
        tree = self.tree(name)
        if tree is None:
            raise SourceError(f"{name} is not in it", where=self.where, hint=_SAVE)
        return tree


def holds(data: bytes, names: tuple[str, ...]) -> bool:
    """Whether bytes are a zip in which one of the files is."""
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        found = Zipped(BytesIO(data), "", _BOUNDS)
    except SourceError:
        return False
    return any(found.find(name) for name in names)


def parsed(data: bytes, where: str, name: str) -> Any:
    """The root of a file of XML; SourceError where it is none, too large or deep, or declares entities of its own."""
    from lxml import etree

    check_size(data, where, name)
    try:
        root = etree.fromstring(data, etree.XMLParser(**SAFE))
    except (etree.LxmlError, ValueError, LookupError):
        raise SourceError(f"{name} in it is no XML that can be read", where=where, hint=_SAVE) from None
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and next(declared.iterentities(), None) is not None:
        what = f"{name} in it declares entities, which no document needs"
        raise SourceError(what, where=where, hint="see where it comes from; if it can be trusted, save it anew")
    return root


def check_size(data: bytes, where: str, name: str) -> None:
    """SourceError where a file of XML has more tags and attributes than a tree in memory should have."""
    if data.count(b"<") + data.count(b"=") > _NODES:
        what = f"{name} in it has more than {_NODES:,} tags and attributes"
        raise SourceError(what, where=where, hint="split the document into smaller ones")


def properties(root: Any, *, thing: str = "") -> tuple[Stated, ...]:
    """What the properties of a document state, by the names that ontology/metadata.toml has: dc:title, dc:creator …

    `thing` is the type of what they name, where that is known.
    """
    found: list[Stated] = []
    for element in root.iter("*") if root is not None else ():
        namespace, _, name = element.tag.rpartition("}")
        text = " ".join((element.text or "").split())[:_VALUE]
        if text and (prefix := _PREFIXES.get(namespace[1:])):
            found.append(Stated("meta", f"{prefix}:{name}", text, thing=thing))
    return tuple(found)
