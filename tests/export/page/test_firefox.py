"""The page in Firefox, where it is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kg.export.page.render import render
from kg.export.page.vendor import oxigraph
from kg.ontology.ontology import load
from tests.firefox import firefox
from tests.graphs import example

FIREFOX = os.environ.get("KG_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
FIND = """(() => {
    const box = document.getElementById('query');
    box.value = 'hlq';
    box.dispatchEvent(new Event('input'));
    document.querySelector('#hits button').click();
    return document.querySelector('#panel h2').textContent; })()"""


@pytest.mark.skipif(FIREFOX is None, reason="no Firefox: install Debian's firefox-esr, or name one in KG_FIREFOX")
def test_firefox_draws_finds_reads_and_asks(tmp_path: Path) -> None:
    pytest.importorskip("websockets", reason="websockets is not installed: pip install websockets")
    file = tmp_path / "graph.html"
    file.write_bytes(render(example(), load(), oxigraph() is not None).encode())
    profile = tmp_path / "profile"
    profile.mkdir()
    assert FIREFOX is not None
    with firefox(FIREFOX, profile) as browser:
        browser.open(file.as_uri())
        assert browser.wait("window.kg?.ready ?? 0") > 0
        assert len(browser.evaluate("window.kg.labels().names")) == len(example().entities)
        assert browser.evaluate(FIND) == "何立群"
        assert "e=" in browser.evaluate("location.hash")
        browser.evaluate("document.querySelector('#panel blockquote .link').click()")
        marked = "[...document.querySelectorAll('#reader .now')].map(element => element.textContent).join('')"
        assert browser.wait(marked) == "临江县档案馆馆长何立群"
        if oxigraph() is not None:
            browser.evaluate("document.getElementById('tab-sparql').click()")
            browser.evaluate("document.querySelector('.run').click()")
            assert browser.wait("document.querySelectorAll('.results tbody tr').length") == len(example().facts)
        assert browser.errors == []
