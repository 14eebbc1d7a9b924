"""Programs that make PDFs of HTML, as users have them; each test that needs one is skipped where it is missing."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from tests.conftest import BROWSER

_CSS = "body{font:12pt/1.7 'Noto Serif CJK SC',serif;margin:0} p{text-indent:2em;margin:0;text-align:justify}"
_SECONDS = 120


def page(body: str, css: str = "", title: str = "") -> str:
    """A page of HTML that is set like an article."""
    head = f"<meta charset=utf-8><title>{title}</title><style>@page{{size:A4;margin:25mm}}{_CSS}{css}</style>"
    return f"<!DOCTYPE html><html lang=zh-CN><head>{head}</head><body>{body}</body></html>"


def paragraphs(*texts: str) -> str:
    """Paragraphs of HTML."""
    return "".join(f"<p>{text}</p>" for text in texts)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)


def _with(command: Callable[[Path, Path], list[str]], html: str) -> bytes:
    with TemporaryDirectory() as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(html, "utf-8")
        _run(command(source, target))
        return target.read_bytes()


@cache
def chromium(html: str) -> bytes:
    """Printed by Chromium."""
    if BROWSER is None:
        pytest.skip("no browser: install Debian's chromium, or name one in KG_BROWSER")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    return _with(lambda source, target: [str(BROWSER), *flags, f"--print-to-pdf={target}", source.as_uri()], html)


@cache
def wkhtmltopdf(html: str) -> bytes:
    """Printed by an old WebKit."""
    if shutil.which("wkhtmltopdf") is None:
        pytest.skip("no wkhtmltopdf: install Debian's wkhtmltopdf")
    return _with(lambda source, target: ["wkhtmltopdf", "-q", str(source), str(target)], html)


@cache
def libreoffice(html: str) -> bytes:
    """Written by LibreOffice Writer."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("no LibreOffice: install Debian's libreoffice-writer-nogui")

    def command(source: Path, target: Path) -> list[str]:
        profile = f"-env:UserInstallation={source.parent.joinpath('profile').as_uri()}"
        kinds = ["--infilter=HTML (StarWriter)", "--convert-to", "pdf"]
        return [office, profile, "--headless", *kinds, "--outdir", str(target.parent), str(source)]

    return _with(command, html)


def reportlab(title: str, texts: Sequence[str], running: str) -> bytes:
    """Written by ReportLab: paragraphs below a title, with a head and the number on each page."""
    platypus: Any = pytest.importorskip("reportlab.platypus", reason="no reportlab: pip install 'zhkg[dev]'")
    from reportlab.lib.enums import TA_CENTER
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    plain: dict[str, Any] = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    large = ParagraphStyle("title", fontSize=20, leading=30, spaceAfter=10, alignment=TA_CENTER, **plain)
    body = ParagraphStyle("body", fontSize=12, leading=20, firstLineIndent=24, **plain)

    def frame(canvas: Any, document: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(297, 805, running)
        canvas.drawCentredString(297, 36, f"- {document.page} -")

    target = BytesIO()
    story = [platypus.Paragraph(title, large), *(platypus.Paragraph(text, body) for text in texts)]
    platypus.SimpleDocTemplate(target, invariant=1).build(story, onFirstPage=frame, onLaterPages=frame)
    return target.getvalue()
