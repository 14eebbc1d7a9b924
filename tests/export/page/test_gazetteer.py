"""What the gazetteer says of a place, on the page: a line of its own, with links to the places that are there."""

from __future__ import annotations

from tests.export.page.conftest import Show
from tests.layers import layer
from tests.merge.corrections.made import built


def test_a_place_with_its_code_and_what_it_lies_in(show: Show) -> None:
    opened = show(built([layer("[翠屏区|AdministrativeArea]在[宜宾市|AdministrativeArea]。")]))
    opened.find("翠屏区")
    line = opened.page.locator("#panel .aliases")
    assert line.inner_text() == "据行政区划表（非文中所述）：翠屏区 511502 › 宜宾市 511500 › 四川省 510000"
    assert "文中没有关于它的事实" in opened.panel
    line.locator(".link").click()
    assert opened.name == "宜宾市"
    assert opened.page.locator("#panel .aliases .link").count() == 0
    assert opened.troubles == []


def test_other_places_have_none(show: Show) -> None:
    opened = show(built([layer("[海州市|AdministrativeArea]开会。")]))
    opened.find("海州市")
    assert opened.name == "海州市" and opened.page.locator("#panel .aliases").count() == 0
