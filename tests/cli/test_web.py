"""`kg build` of addresses."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.main import run
from tests.read.web.site import PAGE, Site, answer, site

RULES = ["--extractor", "rules"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with site({"/a.html": answer()}) as running:
        yield running


def test_an_address_is_built(server: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address, out = f"http://127.0.0.1:{server.port}/a.html", tmp_path / "out"
    assert run(["build", address, "-o", str(out), *RULES]) == 3
    told = capsys.readouterr().err
    assert "127.0.0.1 is 127.0.0.1, this machine itself" in told and "--allow-private" in told
    assert server.asked == []
    assert run(["build", address, "-o", str(out), *RULES, "--allow-private"]) == 0
    (document,) = json.loads((out / "graph.json").read_bytes())["documents"]
    assert (document["id"], document["url"]) == (address, address)
    assert run(["check", str(out)]) == 0


def test_how_an_address_is_read_is_explained(server: Site, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"http://127.0.0.1:{server.port}/a.html"
    assert run(["build", "--explain-reading", "--json", "--allow-private", address]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    (place,) = told["fields"]["url"]["places"]
    assert (place["place"], place["value"], place["verdict"]) == ("fetched_url", address, "wins")


def test_a_store_keeps_what_is_at_an_address(server: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "b.txt").write_text("何晓东任青湖市文化局局长。", "utf-8")
    address = f"http://127.0.0.1:{server.port}/a.html"
    command = ["build", address, str(tmp_path / "b.txt"), "--store", str(tmp_path / "news.kg"), *RULES, "--json"]

    def built(*more: str, code: int = 0) -> list[int]:
        assert run([*command, "--allow-private", *more]) == code
        told = json.loads(capsys.readouterr().out)
        return [len(told["added"]), len(told["changed"]), len(told["removed"]), told["unchanged"]]

    assert built() == [2, 0, 0, 0]
    assert built() == [0, 0, 0, 2]
    server.pages["/a.html"] = answer(PAGE.replace("周立群", "何立群"))
    assert built() == [0, 1, 0, 1]
    server.pages["/a.html"] = answer("none", 503)
    assert built("--sync", code=1) == [0, 0, 0, 1]  # a page that is not there today is not gone
    command.remove(address)
    assert built("--sync") == [0, 0, 1, 1]
