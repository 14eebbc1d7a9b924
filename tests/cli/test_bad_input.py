"""What a user may give by mistake or malice is told by name, the rest is built, and nothing is left half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from tests.opened import Opened

NAMES = ["graph.html", "graph.json", "graph.ttl", "manifest.json"]
GOOD = "2021年6月9日，临江县档案馆被国家档案局授予“全国档案工作先进集体”称号。\n"
TEXT = GOOD.strip() * 40  # no system takes it for a name
PAGE = "<html><head><title>临江县档案馆</title></head><body>{}</body></html>"
BROKEN = GOOD.encode().replace("县".encode(), b"\xff", 1)
HOSTILE = """<script>alert("题")</script>何立群“获奖”\u202e
来源：<img src=x onerror=alert(1)>日报　2021-06-09
2021年6月9日，临江县档案馆被国家档案局授予“全国</script><script>alert(2)</script>先进集体”称号。
临江县人民政府发布《临江县"档案"<b>管理</b>办法\u2028\u200f😀𠮷》。
临江县档案馆开展“<svg onload=alert(3)>档案进万家”行动，馆长何立群\u202e出席。
2020年7月，临江县建成“😀记忆\\广场`{}|^%41#?/”。
何立群说：“javascript:alert(1)，我们\u2029办成了\x0b。\x85”
"""

BAD = {
    "empty.txt": (b"", "it is empty"),
    "blank.txt": (" \n\u3000\n".encode(), "it is empty"),
    "empty.html": (b"", "it is empty"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "zeros.txt": (GOOD.encode().replace(b"6", b"\0"), "binary"),
    "english.txt": (b"The quick brown fox jumps over the lazy dog. " * 20, "not Chinese"),
    "japanese.txt": ("これは日本語の文章です。東京都は日本の首都であり、人口が多いです。".encode(), "not Chinese"),
    "korean.txt": ("이것은 한국어 문장입니다.".encode("euc-kr") * 20, "not Chinese"),
    "russian.txt": ("Москва столица России. ".encode("cp1251") * 20, "not Chinese"),
    "broken.txt": (BROKEN, f"byte {BROKEN.index(0xFF)} is broken"),
    "cut_within.txt": (GOOD.encode()[:-2] + b"\n", "is broken"),
    "long.txt": (GOOD.encode().strip() * (20_000_000 // len(GOOD.encode())), "longer than 4,000,000 characters"),
    "no_body.html": (b"<html><head><title>\xe9\xa2\x98</title></head></html>", "no text in its body"),
    "script.html": (PAGE.format("<script>alert('中文')</script>").encode(), "no text in its body"),
    "frames.html": (
        b'<html><frameset><frame src="a.html"></frameset></html>',
        "it is a frameset: its text is in other pages (a.html)",
    ),
}


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """What went to stderr: one line a complaint, each of which says what to do, and no traceback."""
    lines = capsys.readouterr().err.splitlines()
    assert all(line.startswith("kg: ") and "; " in line for line in lines), lines
    return "\n".join(lines)


def graph(folder: Path) -> Any:
    return json.loads((folder / "graph.json").read_text("utf-8"))


def documents(folder: Path) -> list[str]:
    return [document["id"] for document in graph(folder)["documents"]]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    file = tmp_path / "in" / "article.txt"
    file.parent.mkdir()
    file.write_text(GOOD, "utf-8")
    return file


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


# -- sources -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_alone(name: str, tmp_path: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, complaint = BAD[name]
    (tmp_path / name).write_bytes(content)
    assert run(["build", str(tmp_path / name), "-o", str(out)]) == 3
    told = said(capsys)
    assert name in told
    assert complaint in told
    assert names(tmp_path) == [name]


def test_bad_files_among_good_ones(article: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, (content, _) in BAD.items():
        (article.parent / name).write_bytes(content)
    (article.parent / "nothing").mkdir()
    missing, nothing = str(article.parent / "missing.txt"), str(article.parent / "nothing")
    assert run(["build", str(article.parent), missing, nothing, "-o", str(out), "-q"]) == 1
    told = said(capsys)
    assert all(name in told for name in (*BAD, "missing.txt", "nothing"))
    assert len(told.splitlines()) == len(BAD) + 2
    assert documents(out) == ["article"]
    assert run(["check", str(out)]) == 0


def test_standard_input_without_a_word(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", "-", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert (done.returncode, names(tmp_path)) == (3, [])
    assert b"standard input: it is empty" in done.stderr


def test_one_file_named_thrice_is_one_document(article: Path, out: Path) -> None:
    other = article.parent / "." / ".." / "in" / "article.txt"
    assert run(["build", str(article), str(article.parent), str(other), "-o", str(out), "-q"]) == 0
    assert documents(out) == ["article"]


def test_one_stem_in_two_folders(article: Path, tmp_path: Path, out: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "article.txt").write_text("罗书华毕业于清华大学。\n", "utf-8")
    assert run(["build", str(article), str(tmp_path / "more"), "-o", str(out), "-q"]) == 0
    assert documents(out) == ["in/article", "more/article"]


def test_links_that_lead_nowhere_or_in_a_circle(article: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = article.parent
    (folder / "circle").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    (folder / "gone.txt").symlink_to("nowhere.txt")
    assert run(["build", str(folder), "-o", str(out), "-q"]) == 1
    told = said(capsys)
    assert "self.txt: it cannot be read" in told
    assert "gone.txt: there is no such file" in told
    assert documents(out) == ["article"]


def test_names_that_no_system_takes(article: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A text given in the place of a file's name."""
    assert run(["build", TEXT, str(article), "-o", str(out), "-q"]) == 1
    assert "临江县档案馆" in said(capsys)
    assert documents(out) == ["article"]
    for verb in (
        ["build", str(article), "-o", TEXT],
        ["check", TEXT],
        ["query", TEXT, "-q", "ASK {}"],
    ):
        assert run(verb) == 2
        assert "临江县档案馆" in said(capsys)


@pytest.mark.parametrize("verb", [["build", "", "-o", "x"], ["build", "x", "-o", ""], ["check", ""], ["score", ""]])
def test_an_empty_name_is_not_the_working_folder(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(verb) == 2
    assert "is empty" in capsys.readouterr().err


def test_an_endless_file(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "/dev/zero", "-o", str(out)]) == 3
    assert "longer than" in said(capsys)


@pytest.mark.parametrize("name", ["空 格", "quo'te\"", "new\nline", "rtl\u202e\u2028", "<script>", "a\x1b[31m", "-q"])
def test_names_of_files(name: str, article: Path, out: Path, capfd: pytest.CaptureFixture[str]) -> None:
    article.rename(article.parent / f"{name}.txt")
    (article.parent / f"{name}2.txt").touch()
    assert run(["build", str(article.parent), "-o", str(out)]) == 1
    shown = capfd.readouterr()
    assert all(line.isprintable() for line in (shown.out + shown.err).splitlines())
    assert len(shown.err.splitlines()) == 1
    assert "".join(documents(out)).isprintable()
    assert run(["check", str(out)]) == 0


# -- targets -------------------------------------------------------------------------------------------------------


def test_targets_that_cannot_be(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    file.chmod(0o444)
    for target in (file, file / "below", file / "deep" / "below"):
        assert run(["build", str(article), "-o", str(target)]) == 2
        assert str(file) in said(capsys)
    assert file.read_text() == "mine"
    assert names(tmp_path) == ["file", "in"]


def test_no_folder_is_left_where_nothing_is_built(tmp_path: Path) -> None:
    assert run(["build", str(tmp_path / "missing.txt"), "-o", str(tmp_path / "deep" / "er" / "out")]) == 3
    assert names(tmp_path) == []


def test_an_old_graph_is_replaced_whole_and_kept_where_nothing_is_built(article: Path, out: Path) -> None:
    assert run(["build", str(article), "-o", str(out), "-q"]) == 0
    (out / "mine.txt").write_text("mine")
    old = {name: (out / name).read_bytes() for name in NAMES}
    assert run(["build", str(out / "missing.txt"), "-o", str(out)]) == 3
    assert {name: (out / name).read_bytes() for name in NAMES} == old
    article.write_text("罗书华毕业于清华大学。\n", "utf-8")
    assert run(["build", str(article), "-o", str(out), "-q"]) == 0
    assert names(out) == sorted([*NAMES, "mine.txt"])
    assert all("临江县" not in (out / name).read_text("utf-8") for name in NAMES)


def test_a_graph_is_not_read_as_an_article(article: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Built into the folder of its sources, and into one below them."""
    folder = article.parent
    for target in (folder, folder / "out", tmp_path / "out"):
        assert run(["build", str(folder), "-o", str(target), "-q"]) == 0
        assert documents(target) == ["article"]
    assert run(["build", str(folder / "graph.html"), "-o", str(tmp_path / "other")]) == 3
    assert "the page of a graph" in said(capsys)


def test_a_link_to_a_folder_or_file_stays_one(article: Path, tmp_path: Path, out: Path) -> None:
    out.mkdir()
    (tmp_path / "link").symlink_to(out)
    assert run(["build", str(article), "-o", str(tmp_path / "link"), "-q"]) == 0
    assert (tmp_path / "link").is_symlink()
    assert names(out) == NAMES
    (tmp_path / "facts.csv").symlink_to(out / "facts.csv")
    assert run(["export", str(out), "--to", "csv", "-o", str(tmp_path / "facts.csv")]) == 0
    assert (tmp_path / "facts.csv").is_symlink()
    assert (out / "facts.csv").is_file()
    assert run(["export", str(out), "--to", "csv", "-o", os.devnull]) == 0
    assert not Path(os.devnull).is_file()


def opened(pipe: Path) -> int:
    """A named pipe, open for writing as soon as somebody reads it."""
    end = time.monotonic() + 60
    while True:
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.02)


def wait_until_it_reads(process: subprocess.Popen[bytes]) -> None:
    """Until a process that was let through `opened` waits again: a signal just before `read` is seen after it."""
    end = time.monotonic() + 60
    while not _sleeps(process.pid):
        assert time.monotonic() < end
        time.sleep(0.001)


def _sleeps(pid: int) -> bool:
    if sys.platform == "linux":
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "S"
    import psutil

    return bool(psutil.Process(pid).status() == psutil.STATUS_SLEEPING)


@pytest.mark.parametrize("how, code", [("SIGINT", 130), ("SIGTERM", 143), ("SIGKILL", -9)])
def test_a_build_that_is_ended_leaves_the_old_graph(
    how: str, code: int, article: Path, tmp_path: Path, out: Path
) -> None:
    assert run(["build", str(article), "-o", str(out), "-q"]) == 0
    old = {name: (out / name).read_bytes() for name in NAMES}
    pipe = tmp_path / "in" / "pipe.txt"  # it holds the build until it is ended
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "kg", "build", str(article), str(pipe), "-o", str(out), "-q"]
    building = subprocess.Popen(command, stderr=subprocess.PIPE)
    held = opened(pipe)
    wait_until_it_reads(building)  # for ever
    while not any(name.startswith(".kg-work-") for name in names(out)) and building.poll() is None:
        time.sleep(0.02)
    assert building.poll() is None
    building.send_signal(getattr(signal, how))
    _, told = building.communicate(timeout=60)
    os.close(held)
    assert building.returncode == code
    assert b"Traceback" not in told
    records = [name for name in names(out) if name.startswith(".kg-work-")]  # for --resume
    assert len(records) == (how == "SIGKILL")
    assert {name: (out / name).read_bytes() for name in names(out) if name not in records} == old
    assert names(tmp_path) == ["in", "out"]
    assert run(["build", str(article), "-o", str(out), "-q"]) == 0
    assert names(out) == sorted(old)


def test_a_full_disk_behind_stdout(article: Path, out: Path) -> None:
    assert run(["build", str(article), "-o", str(out), "-q"]) == 0
    for verb in (["export", str(out), "--to", "csv"], ["query", str(out), "-q", "ASK {}"], ["check", str(out)]):
        with Path("/dev/full").open("wb") as full:
            done = subprocess.run([sys.executable, "-m", "kg", *verb], stdout=full, stderr=subprocess.PIPE, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith(b"kg: No space left on device; ")


# -- texts ---------------------------------------------------------------------------------------------------------


@pytest.fixture(params=["txt", "html"])
def hostile(request: pytest.FixtureRequest, tmp_path: Path, out: Path) -> Path:
    text = HOSTILE
    if request.param == "html":
        lines = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").split("\n")
        text = PAGE.format("".join(f"<p>{line}</p>" for line in lines))
    file = tmp_path / f"hostile.{request.param}"
    file.write_text(text, "utf-8")
    assert run(["build", str(file), "-o", str(out), "-q"]) == 0
    return out


def test_hostile_names_keep_their_characters(hostile: Path) -> None:
    built = graph(hostile)
    text = built["documents"][0]["text"]
    assert any("<script>alert(2)</script>" in entity["name"] for entity in built["entities"])
    proofs = [proof for fact in built["facts"] + built["unasserted"] for proof in fact["evidence"]]
    assert proofs
    assert all(text[proof["start"] : proof["end"]] == proof["quote"] for proof in proofs)
    assert run(["check", str(hostile)]) == 0
    for form in ("turtle", "ntriples", "jsonld", "trig", "json", "html", "graphml", "csv"):
        assert run(["export", str(hostile), "--to", form, "-o", str(hostile / "exported")]) == 0


def test_hostile_names_execute_nothing(hostile: Path, browser: Any) -> None:
    opened = Opened(browser, hostile / "graph.html")
    made = "document.querySelectorAll('#panel script, #panel img, #panel [onload]').length"
    for entity in graph(hostile)["entities"]:
        opened.page.fill("#query", entity["name"])
        opened.page.keyboard.press("Enter")
        assert opened.page.evaluate(made) == 0
    assert opened.troubles == []
    opened.page.close()


def test_a_device_or_a_pipe_named_as_a_file(tmp_path: Path) -> None:
    text = "海州市司法局局长李海出席会议。".encode()
    for name in ("/dev/stdin", "<(cat)"):
        script = f"{sys.executable} -m kg build {name} -o {tmp_path / 'out'} -q --extractor rules"
        done = subprocess.run(["bash", "-c", script], input=text, capture_output=True)
        assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("seconds", ["inf", "nan", "1e300", "-1", "x", "9" * 400])
def test_a_limit_of_time_that_is_none(seconds: str, article: Path, out: Path) -> None:
    assert run(["build", str(article), "-o", str(out), "--timeout", seconds]) == 2
    assert run(["query", str(out), "-q", "ASK {}", "--timeout", seconds]) == 2
    assert not out.exists()


def test_a_limit_of_memory_that_is_none(tmp_path: Path) -> None:
    for size in ("9" * 400, "99999999T", "-1", "much"):
        assert run(["query", str(tmp_path), "-q", "ASK {}", "--memory", size]) == 2
