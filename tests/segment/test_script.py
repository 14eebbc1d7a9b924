from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology.ontology import load
from kg.ontology.tables.text import TextTable
from kg.segment import script as module
from kg.segment.script import Script, aligned
from kg.text.view import edited, plain, through

WORDS = load().table(TextTable).script
SCRIPT = Script(WORDS.traditional, WORDS.simplified)


def simple(text: str) -> str:
    return through(plain(text), [SCRIPT.simplified]).text


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("法院審理後判決，時任院長沒有發言。", "法院审理后判决，时任院长没有发言。"),
        ("臺北市政府教育局局長王強出席典禮。", "台北市政府教育局局长王强出席典礼。"),  # one sentence is enough
        # one sentence of a Simplified text
        ("局长说明了情况。他引用：「國務院總理會見代表。」", "局长说明了情况。他引用：「国务院总理会见代表。」"),
        # one Simplified sentence of a Traditional text; the others hold words of phrases (乾隆 is no 干隆)
        ("國務院總理會見代表。这个会议开了。乾隆時應對。", "国务院总理会见代表。这个会议开了。乾隆时应对。"),
        # a short sentence is as its text
        ("國務院總理會見了代表。黃曉明說。", "国务院总理会见了代表。黄晓明说。"),
    ],
)  # fmt: skip
def test_traditional_sentences_are_simplified(text: str, view: str) -> None:
    assert simple(text) == view


@pytest.mark.parametrize(
    "text",
    [
        "县政府发布公告。",
        "書",  # one character does not tell
        "演员鍾汉良、陶喆出席了发布会。",  # a name's own character in a Simplified sentence
        "会长对时任书记说：“這。”",
        "",
        "\n\n",
    ],
)
def test_other_sentences_stay(text: str) -> None:
    assert simple(text) == text


def test_scripts() -> None:
    assert SCRIPT.is_traditional("縣政府發佈公告")
    assert not SCRIPT.is_traditional("县政府发布公告")
    assert SCRIPT.is_simplified("县政府发布公告")
    assert not SCRIPT.is_simplified("公告")


@given(st.text(alphabet="國务會议這。，「」\n甲", max_size=40))
def test_only_ideographs_change(text: str) -> None:
    done = simple(text)
    assert len(done) == len(text)
    assert all(a == b for a, b in zip(text, done, strict=True) if not "\u4e00" <= a <= "\u9fff")


def test_a_phrase_that_changes_its_length_is_aligned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        module, "_converter", lambda: lambda text: text.replace("網際網路", "互联网").replace("會", "会")
    )
    text = "臺灣的網際網路，會議。"
    view = through(plain(text), [SCRIPT.simplified])
    assert view.text == "臺灣的互联网，会議。"
    at = view.text.index("会")
    assert text[view.starts[at] : view.ends[at]] == "會"
    at = view.text.index("，")
    assert text[view.starts[at] : view.ends[at]] == "，"


@given(st.text(alphabet="甲乙，。", max_size=12), st.text(alphabet="甲丙，。", max_size=12))
def test_aligned_edits_make_the_new_text(old: str, new: str) -> None:
    if old:
        assert edited(plain(old), list(aligned(old, new))).text == new
