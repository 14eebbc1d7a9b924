"""Text that was read in a wrong encoding and saved so: how it came about, and the command that undoes it.

娴峰窞娓    UTF-8 that was read as GBK: its bytes in GBK are those of 海州 in UTF-8
æµ·å·ž      UTF-8 that was read as Windows-1252
º£ÖÝ        GBK that was read as Windows-1252
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from shlex import quote

from kg.ontology.ontology import Ontology
from kg.ontology.tables.encoding import Encoding
from kg.read.encoding.charsets import ICONV
from kg.read.encoding.plausibility import plausibility
from kg.read.encoding.whatwg import CODECS, LOST

_LATIN, _MAC = "windows-1252", "macintosh"
_ASKED = 2000  # characters that tell which misreading it is
_FEWEST = 4  # characters beyond ASCII of a line that is looked at
_SHOWN = 4  # characters of an example
_BEYOND = re.compile(r"[^\x00-\x7f]")
_RUN = re.compile(r"[^\x00-\x7f]{2,}")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_EURO = "\u20ac"  # the byte 0x80 in cp936
_NAMES = {"utf-8": "UTF-8", "gb18030": "GBK", "big5": "Big5", _LATIN: "Windows-1252", _MAC: "Mac Roman"}
_CONTROLS = re.compile(r"[\x80-\x9f]")
_MARKS = {ord(char): chr(code) for code in range(0x80, 0xA0) if (char := bytes([code]).decode("cp1252", "ignore"))}


@dataclass(frozen=True, slots=True)
class Step:
    """Bytes in the encoding `was` that were read as `read`."""

    read: str
    was: str

    def undone(self, text: str) -> tuple[str, int]:
        """The text as it was, with U+FFFD where characters of it are lost; how many places are lost."""
        left = text.replace(LOST, "")
        data = self._bytes(left)
        was = data.decode(CODECS[self.was], "replace")
        return was, data.count(b"?") - left.count("?") + max(was.count(LOST), len(text) - len(left))

    def _bytes(self, text: str) -> bytes:
        """The bytes that were read as a text; a question mark for what was none."""
        if self.read == _LATIN:  # where it has no mark, browsers read a control character
            return text.translate(_MARKS).encode("latin-1", "replace")
        if self.read == "gb18030":
            return b"\x80".join(part.encode("gb18030", "replace") for part in text.split(_EURO))
        return text.encode("mac-roman" if self.read == _MAC else CODECS[self.read], "replace")

    def iconv(self, text: str) -> str:
        """What iconv calls the encoding as which a text was read."""
        if self.read == _LATIN:
            return "CP1252" if any(ord(char) > 0xFF for char in text) else "ISO-8859-1"
        return "CP936" if self.read == "gb18030" and LOST in text else ICONV[self.read]  # which has no U+FFFD


Steps = tuple[Step, ...]
_ALL = product((_LATIN, "gb18030", "big5", _MAC), ("utf-8", "gb18030", "big5"))
_STEPS = tuple(Step(read, was) for read, was in _ALL if read != was)
_PYTHON = {step for step in _STEPS if step.read == _MAC or step == Step("gb18030", "big5")}  # iconv differs


@dataclass(frozen=True, slots=True)
class Mojibake:
    """How a text came about: `steps` undo it, the last misreading first. `lines` are those of it, from 1; `whole` if
    they are most of the text.

    `example` are a few characters as they are and as they were; `remedy` is the command that undoes it in a file.
    """

    steps: Steps
    lines: tuple[int, ...]
    whole: bool
    example: tuple[str, str]
    remedy: str

    def __str__(self) -> str:
        """What happened, with the example.

        >>> str(Mojibake((Step("gb18030", "utf-8"),), (1,), True, ("娴峰窞", "海州"), ""))
        'UTF-8 that was read as GBK (娴峰窞 was 海州)'
        """
        first, *later = reversed(self.steps)
        again = "".join(f", and that, in {_NAMES[step.was]}, as {_NAMES[step.read]}" for step in later)
        return f"{_NAMES[first.was]} that was read as {_NAMES[first.read]}{again} ({' was '.join(self.example)})"


def mojibake(text: str, ontology: Ontology, *, encoding: str = "utf-8", file: str | None = None) -> Mojibake | None:
    """What a text, or some of its lines, was before it was read in a wrong encoding; None where it is none.

    `encoding` and `file` are those that the text stands in.

    >>> from kg.ontology.ontology import load
    >>> print(mojibake("海州港务集团董事长陈立".encode().decode("gbk", "replace"), load()))
    UTF-8 that was read as GBK (娴峰窞 was 海州)
    """
    lines = {n: line for n, line in enumerate(text.split("\n"), 1) if len(_BEYOND.findall(line)) >= _FEWEST}
    doubtful = ontology.table(Encoding).mojibake.doubtful
    odd = {n: line for n, line in lines.items() if plausibility(line, ontology) < doubtful}
    steps = _steps("\n".join(odd.values())[:_ASKED], ontology) if odd else None
    if steps is None:
        return None
    found = {n: line for n, line in odd.items() if _score(line, steps, ontology) is not None}
    if not found:
        return None
    beyond = [sum(len(_BEYOND.findall(line)) for line in some.values()) for some in (found, lines)]
    wrong = "\n".join(found.values())
    remedy = _remedy(steps, wrong, encoding, quote(file or "FILE"))
    return Mojibake(steps, tuple(found), beyond[0] * 2 > beyond[1], _example(wrong, steps), remedy)


def _undone(text: str, steps: Iterable[Step]) -> tuple[str, int]:
    """The text before some misreadings, and how many places of it are lost."""
    lost = 0
    for step in steps:
        text, more = step.undone(text)
        lost += more
    return text, lost


def _score(text: str, steps: Steps, ontology: Ontology) -> float | None:
    """How plausible a text is with some misreadings undone, less what is lost; None where it is no better so."""
    table = ontology.table(Encoding).mojibake
    was, lost = _undone(text, steps)
    kept = len(_BEYOND.findall(was.replace(LOST, "")))
    if kept < _FEWEST // 2 or lost > table.lost * (kept + lost):
        return None
    score = plausibility(was.replace(LOST, ""), ontology)
    return score - lost / (kept + lost) if score >= table.sure else None


def _steps(text: str, ontology: Ontology) -> Steps | None:
    """The misreadings that explain a text best: one, or else two."""
    singles: Iterator[Steps] = ((step,) for step in _STEPS)
    for tried in (singles, product((step for step in _STEPS if step.was == "utf-8"), _STEPS)):
        scores = {steps: score for steps in tried if (score := _score(text, steps, ontology)) is not None}
        if scores:
            return max(scores, key=lambda steps: scores[steps])
    return None


def _example(text: str, steps: Steps) -> tuple[str, str]:
    """A few characters as they are and as they were, without any that are lost."""
    for run in _RUN.finditer(text):
        for size in range(2, len(run[0]) + 1):
            was, lost = _undone(run[0][:size], steps)
            if not lost and len(was) <= _SHOWN and _HAN.fullmatch(was):
                return run[0][:size], was
    return text[:_SHOWN], _undone(text[: 4 * _SHOWN], steps)[0][:_SHOWN]


def _remedy(steps: Steps, text: str, encoding: str, file: str) -> str:
    """The command that undoes misreadings of a text in a file; what is lost already is left out."""
    pipe, at, lost = list[str](), ICONV[encoding], 0
    for step in steps:
        if step in _PYTHON or (_CONTROLS.search(text) and step.iconv(text) == "CP1252"):
            return _python(steps, encoding, file)  # iconv has no encoding that is right for it
        was, more = step.undone(text)
        lost += more + text.count(_EURO)
        pipe.append(f"iconv {'-c ' if lost else ''}-f {at} -t {step.iconv(text)}")
        text, at = was, ICONV[step.was]
    if lost or at != "UTF-8":
        pipe.append(f"iconv {'-c ' if lost else ''}-f {at} -t UTF-8")
    pipe[0] += f" {file}"
    return " | ".join(pipe) + " > new.txt"


def _python(steps: Steps, encoding: str, file: str) -> str:
    """The command in Python, for what iconv cannot do."""
    chain = ""
    for step in steps:
        latin = step.read == _LATIN
        codec = "latin-1" if latin else "mac-roman" if step.read == _MAC else CODECS[step.read]
        chain += (
            f"{'.translate(m)' if latin else ''}.encode('{codec}', 'ignore').decode('{CODECS[step.was]}', 'ignore')"
        )
    marks = "m = {ord(bytes([b]).decode('cp1252', 'ignore') or chr(b)): b for b in range(256)}"
    text = f"open(sys.argv[1], encoding='{encoding}').read(){chain}"
    return f'python3 -c "import sys; {marks}; sys.stdout.buffer.write({text}.encode())" {file} > new.txt'
