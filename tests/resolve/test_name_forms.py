"""When two names are forms of one."""

from __future__ import annotations

import pytest

from kg.resolve.name_forms import name_forms
from tests.layers import ONTOLOGY

FORMS = name_forms(ONTOLOGY)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("中华人民共和国第十四届全国人民代表大会常务委员会", "全国人大常委会"),
        ("全国人大常委会", "全国人大常委会"),
        ("咸阳步长制药有限责任公司", "咸阳步长制药公司"),
        ("原市", "原市"),  # too little would be left
    ],
)
def test_key(name: str, key: str) -> None:
    assert FORMS.key(name) == key


@pytest.mark.parametrize(
    ("area", "bare"),
    [
        *[("宜宾市", "宜宾"), ("沙市", "沙市"), ("中华人民共和国", "中国"), ("新疆维吾尔自治区", "新疆")],
        *[("恩施土家族苗族自治州", "恩施"), ("恩施州", "恩施"), ("鄂温克族自治旗", "鄂温克旗"), ("阿拉善盟", "阿拉善")],
        *[("兰州新区", "兰州新"), ("沛县", "沛县"), ("正蓝旗", "正蓝")],
    ],
)
def test_bare(area: str, bare: str) -> None:
    assert FORMS.bare(area) == bare


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("“净网”专项行动", "净网"),
        ("“净网”", "净网"),
        ("三亮九谈工作法", "三亮九谈工作法"),
        ("脱贫攻坚战略", "脱贫攻坚"),
    ],
)
def test_core(name: str, core: str) -> None:
    assert FORMS.core(name) == core


def test_a_prefecture_is_known_without_its_peoples() -> None:
    assert FORMS.codes["恩施州"] == FORMS.codes["恩施土家族苗族自治州"] == ("4228",)
    assert set(FORMS.codes["恩施"]) == {"4228", "422801"}  # 恩施市 is another one


def test_an_organ_has_its_area_for_short() -> None:
    assert {FORMS.organ(name) for name in ("宜宾市司法局", "宜宾司法局", "宜宾全市司法局")} == {"宜宾司法局"}


@pytest.mark.parametrize(
    ("short", "long", "same"),
    [
        ("人社局", "人力资源和社会保障局", True),
        ("宜宾市人社局", "宜宾市人力资源和社会保障局", True),
        ("宜宾市人社局", "绵阳市人力资源和社会保障局", False),
        ("上海大学", "上海对外经贸大学", False),
        ("人社厅", "人力资源和社会保障局", False),
    ],
)
def test_initials(short: str, long: str, same: bool) -> None:
    assert FORMS.initials(short, long) is same


@pytest.mark.parametrize(
    ("short", "long", "same"),
    [
        ("步长公司", "咸阳步长制药有限公司", True),
        ("步长", "咸阳步长制药有限公司", True),
        ("咸阳公司", "咸阳步长制药有限公司", False),
        ("北京大学", "北京大学出版社有限公司", False),
    ],
)
def test_brand(short: str, long: str, same: bool) -> None:
    assert FORMS.brand(short, long) is same


def test_what_is_kept_is_bounded() -> None:
    for kept in (FORMS.key, FORMS.bare, FORMS.core, FORMS.organ, FORMS.lead):
        assert kept.cache_info().maxsize
