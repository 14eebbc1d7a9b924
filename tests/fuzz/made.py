"""What a stranger may give: texts, pages, graphs, Turtle, queries and patterns, each made from one seed."""

from __future__ import annotations

import random
import tomllib
from functools import cache
from pathlib import Path

from kg.export.formats import Settings, export
from kg.ontology.ontology import load
from kg.pipeline import graph, layer
from kg.rdf.questions import questions
from kg.types import Document, DocumentId

ROOT = Path(__file__).parents[2]
_CHARACTERS = (
    "宜宾市四川省司法局公安厅委员会人民政府法院大学公司集团王李张伟杨国庆曲某局长书记说表示在与和的被授予荣获称号先进"
    "奖年月日前昨今0123456789２１．％%万亿千百十零〇元美个名该其他她我全会议第届次通知办法以下简称于位至到从由将"
)
_MARKS = "《》“”‘’「」『』（）()，。：；、！？,.:;!?\n\r\t \u3000·—–-…|｜_【】［］*#>/"
_ODD = (
    "\x00\x01\x07\x1b\x7f\x80\x85\x9b\u00ad\u200b\u200d\u200e\u202a\u202e\u2028\u2029\u2066\ufeff\ufffd\ud800\udfff"
    "\ue000\ue010\uf8ff👍🏽𠮷㈱①Ⅷ½é́ｱあ한العเ"
)


@cache
def sentences() -> tuple[str, ...]:
    """Sentences of the repository's texts, and those that the patterns bring."""
    found: list[str] = []
    for folder in ("examples/texts", "tests/gold"):
        for file in sorted((ROOT / folder).glob("*.txt")):
            found += file.read_text("utf-8").replace("。", "。\x00").split("\x00")
    for file in sorted((ROOT / "ontology" / "patterns").glob("*.toml")):
        for pattern in tomllib.loads(file.read_text("utf-8"))["pattern"]:
            found += [*pattern.get("yes", []), *pattern.get("no", [])]
    return tuple(sentence for sentence in found if sentence.strip())


def text(seed: int) -> str:
    """A text: sentences cut, joined, repeated and spoilt, with odd characters; mostly short."""
    rng = random.Random(seed)
    parts: list[str] = []
    for _ in range(rng.choice((1, 2, 3, 5, 8))):
        part = rng.choice(sentences()) if rng.random() < 0.7 else _noise(rng, rng.randint(1, 60))
        for _ in range(rng.choice((0, 0, 1, 3))):
            part = _spoilt(part, rng)
        parts.append(part * rng.choice((1, 1, 1, 1, 2, 30)) if rng.random() < 0.9 else part[:8] * rng.choice((50, 300)))
    return rng.choice(("", "", "\n", "。", "，", "、")).join(parts)[:6000]


def _noise(rng: random.Random, length: int) -> str:
    alphabet = rng.choice((_CHARACTERS, _CHARACTERS + _MARKS, _MARKS, _CHARACTERS + _MARKS + _ODD))
    return "".join(rng.choice(alphabet) for _ in range(length))


def _spoilt(part: str, rng: random.Random) -> str:
    """A string with a piece taken out, doubled, put elsewhere, or with something strange put in."""
    start = rng.randint(0, len(part))
    end = min(len(part), start + rng.randint(0, 12))
    piece = part[start:end]
    how = rng.randrange(5)
    if how == 0:
        return part[:start] + part[end:]
    if how == 1:
        return part[:end] + piece * rng.randint(1, 20) + part[end:]
    if how == 2:
        return piece + part[:start] + part[end:]
    return part[:start] + _noise(rng, rng.randint(1, 4)) + part[start if how == 3 else end :]


_TAGS = ("p", "div", "span", "table", "tr", "td", "b", "h1", "a", "br", "ul", "li", "script", "style", "title", "meta")


def page(seed: int) -> bytes:
    """A page: text between tags that do not always close, in some encoding, with bytes that are not of it."""
    rng = random.Random(seed)
    body = ["<!DOCTYPE html>" * rng.randint(0, 1), rng.choice(("<html>", "<HTML><head>", "<html><body>", ""))]
    for n in range(rng.choice((3, 10, 40))):
        tag = rng.choice(_TAGS)
        attributes = rng.choice(("", "", ' class="a"', " content='文'", ' style="display:none"', " =", f' name="{n}"'))
        body.append(f"<{'/' * (rng.random() < 0.2)}{tag}{attributes}>" * rng.choice((1, 1, 1, 40)))
        body.append(rng.choice((text(seed * 100 + n), rng.choice(sentences()), "<!--", "&#x110000;", "]]>", "")))
        body.append(f"</{tag}>" * (rng.random() < 0.6))
    data = "".join(body).encode(rng.choice(("utf-8", "gb18030", "utf-16", "big5")), "replace")
    return spoilt(data, rng) if rng.random() < 0.3 else data


def spoilt(data: bytes, rng: random.Random) -> bytes:
    """Bytes of which some are changed, taken out or doubled."""
    for _ in range(rng.randint(1, 4)):
        at = rng.randint(0, len(data))
        piece = data[at : at + rng.choice((1, 1, 4, 40, 400))]
        new = rng.choice((b"", piece * 2, bytes(rng.randrange(256) for _ in range(3)), b'"', b"{", b"\\u", b"1e999"))
        data = data[:at] + new + data[at + len(piece) :]
    return data


@cache
def _graph(form: str) -> bytes:
    ontology = load()
    layers = [
        layer(Document(DocumentId(f"d{n}"), sentence), ontology, "rules") for n, sentence in enumerate(sentences()[:12])
    ]
    return export(graph(layers, ontology), form, Settings(ontology, sparql=False)).encode()


def json_graph(seed: int) -> bytes:
    """The JSON of a graph, spoilt."""
    return spoilt(_graph("json"), random.Random(seed))


def turtle(seed: int) -> bytes:
    """The Turtle of a graph, spoilt."""
    return spoilt(_graph("turtle"), random.Random(seed))


def stored() -> bytes:
    """The N-Triples of a graph that is asked."""
    return _graph("ntriples")


_SPARQL = r"""
    SELECT * { ?s ?p ?o } ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION MINUS BIND ( AS ?x ) VALUES GRAPH ?g
    SERVICE SILENT FROM NAMED <a:b> kg:received id:甲 "甲" '''x''' "\uD800" @zh ^^xsd:date # \u0053 1e999 -5 . ; , / |
    ^ + ! = < > << >> COUNT ( GROUP BY HAVING ORDER LIMIT 5 OFFSET -1 EXISTS NOT IN LATERAL INSERT DELETE DATA LOAD
    PREFIX a: BASE REDUCED DISTINCT true REGEX ( STR ( UNDEF [] () {}
"""
_TOKENS = tuple(_SPARQL.split())


def query(seed: int) -> str:
    """A shipped question spoilt, or tokens of SPARQL in some order."""
    rng = random.Random(seed)
    if rng.random() < 0.4:
        return rng.choice((" ", "\n", "\r", "")).join(rng.choice(_TOKENS) for _ in range(rng.randint(1, 30)))
    asked = rng.choice(questions(load())).sparql
    for _ in range(rng.randint(1, 3)):
        at = rng.randint(0, len(asked))
        asked = asked[:at] + rng.choice((*_TOKENS, "", _noise(rng, 2))) + asked[at + rng.choice((0, 0, 1, 5)) :]
    return asked


def patterns(seed: int) -> tuple[str, bytes]:
    """The name of a file of patterns, and its text, spoilt."""
    rng = random.Random(seed)
    file = rng.choice(sorted((ROOT / "ontology" / "patterns").glob("*.toml")))
    return file.name, spoilt(file.read_bytes(), rng)
