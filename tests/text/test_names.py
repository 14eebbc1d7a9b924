"""The normal form of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.names import BRACKETS, DOTS, normal_form


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("长风（集团）有限公司", "长风集团有限公司"),
        ("长风(集团)有限公司", "长风集团有限公司"),
        ("长风\n集团　有限公司", "长风集团有限公司"),
        ("“净网”专项行动", "净网专项行动"),
        ("〝净网〞专项行动", "净网专项行动"),
        ("《民法典》", "民法典"),
        ("ＺＢＴ商标", "zbt商标"),
        ("WTO", "wto"),
        ("长\u200b风\ufeff集团", "长风集团"),
        ("（）", "()"),
        ("", ""),
    ],
)
def test_forms(name: str, form: str) -> None:
    assert normal_form(name) == form


@pytest.mark.parametrize("dot", DOTS)
def test_all_middle_dots_are_one(dot: str) -> None:
    assert normal_form(f"史蒂文{dot}斯皮尔伯格") == "史蒂文·斯皮尔伯格"


def test_what_tells_names_apart_stays() -> None:
    names = ["长风集团", "长风集团公司", "A-1", "A1", "史蒂文·斯皮尔伯格", "史蒂文斯皮尔伯格", "第1中学", "第一中学"]
    assert len({normal_form(name) for name in names}) == len(names)


@given(st.text() | st.text(alphabet=f"{BRACKETS}{DOTS} ＡbİßǅʼnΐΣ㈱⑴¨a\u0300\u0345\u200b"))
def test_a_normal_form_is_its_own(name: str) -> None:
    assert normal_form(normal_form(name)) == normal_form(name)


def test_the_cache_is_bounded() -> None:
    assert normal_form.cache_info().maxsize
