from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.segment.characters import uniform, without_invisible
from kg.text.radicals import ideographs
from kg.text.view import edited, plain

written = ideographs({"⻓": "长", "⻰": "龙"})


@given(st.text())
def test_one_form_has_the_texts_length(text: str) -> None:
    assert len(uniform(text)) == len(written(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("法院(下称“本院”)审理,判决:驳回上诉!", "法院（下称“本院”）审理，判决：驳回上诉！"),
        ("共１２３人，占４５％", "共123人，占45%"),
        ("1,200万元;3:2;15:30", "1,200万元；3:2；15:30"),
        ('他说:"好."', "他说：“好.”"),
        ("「甲」与『乙』会谈后发表", "“甲”与‘乙’会谈后发表"),
        ("桑杰•梅‧赫・罗", "桑杰·梅·赫·罗"),
        ("一\u2028二\x85三\r\n四\u3000五", "一\n二\n三 \n四 五"),
        ("3\u2009亿\xa0元\u202f多", "3 亿 元 多"),
    ],
)
def test_one_form(text: str, view: str) -> None:
    assert uniform(text) == view


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("海州\u200b港务\u200d集团\u2060。\ufeff", "海州港务集团。"),
        ("司\u00ad法\u200c局\u200e", "司法局"),
        ("葛\U000e0100城\ufe00", "葛城"),
        ("海州 港务\n集团", "海州 港务\n集团"),  # blanks and line breaks can be seen
        ("1–2…·", "1–2…·"),
    ],
)
def test_what_cannot_be_seen_is_gone(text: str, view: str) -> None:
    assert edited(plain(text), without_invisible(text)).text == view


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("开⼯⽇，⼈⼤代表⾦⽴", "开工日，人大代表金立"),  # Kangxi radicals
        ("⻓⻰", "长龙"),  # CJK Radicals Supplement
        ("\uf9e9\U0002f804", "里你"),  # compatibility ideographs
        ("工日人大长龙", "工日人大长龙"),
        ("①㎡㈱", "①㎡㈱"),  # compatible, but no ideographs
    ],
)
def test_radicals_and_compatibility_ideographs(text: str, view: str) -> None:
    assert written(text) == view
