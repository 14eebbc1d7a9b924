"""What stands where a page states a field, as a value or as none."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.ontology.tables.metadata import FieldName
from kg.read.article.page_values import page_values
from kg.read.article.titles import Titles

VALUES = page_values(load())


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2023-09-02T08:00:00+08:00", "2023-09-02"),
        ("2023-09-01T20:00:00Z", "2023-09-02"),
        ("2023-09-01T20:00:00", "2023-09-01"),
        ("1693612800", "2023-09-02"),
        ("1693612800000", "2023-09-02"),
        ("20230902083000", "2023-09-02"),
        ("20230902", "2023-09-02"),
        ("发布时间：2023年9月2日 08:30", "2023-09-02"),
        ("2023/9/2", "2023-09-02"),
        ("昨天 08:30", None),
        ("20231302", None),
    ],
)
def test_dates(raw: str, value: str | None) -> None:
    assert VALUES.check("date", raw).values == ((value,) if value else ())


@pytest.mark.parametrize(
    ("field", "raw", "values"),
    [
        ("source", "来源：青河日报", ("青河日报",)),
        ("source", "青河日报(白山)", ("青河日报",)),
        ("source", "青河日报 https://news.example/a", ("青河日报",)),
        ("source", "本站原创", ()),
        ("source", "互联网", ()),
        ("source", "2023-09-02 08:30", ()),
        ("source", "作者：方敏", ()),
        ("source", "据悉，工程明年完工。", ()),
        ("publisher", "微信公众平台", ()),
        ("publisher", "该公众号", ()),
        ("publisher", "青河易维版权所有", ()),
        ("publisher", "青河新闻网 版权所有", ("青河新闻网",)),
        ("publisher", "Copyright 2023 青河日报社 All Rights Reserved", ()),
        ("publisher", "@qinghe", ()),
        ("publisher", "青河新闻网 - 青河第一门户", ("青河新闻网",)),
        ("author", "青河日报记者 何立群", ("何立群",)),
        ("author", "何立群、方敏", ("何立群", "方敏")),
        ("author", "青河财经", ()),
        ("editor", "责任编辑：赵敏", ("赵敏",)),
        ("editor", "网站管理员", ()),
    ],
)
def test_media_and_persons(field: FieldName, raw: str, values: tuple[str, ...]) -> None:
    checked = VALUES.check(field, raw)
    assert checked.values == values and bool(checked.wrong) != bool(values)


def test_an_owner_counts_where_another_place_names_it() -> None:
    assert VALUES.check("publisher", "青河易维版权所有", {"青河易维"}).values == ("青河易维",)


@pytest.mark.parametrize(
    ("raw", "title", "site"),
    [
        ("供水工程开工_要闻_青河网", "供水工程开工", "青河网"),
        ("供水工程开工-青河网", "供水工程开工", "青河网"),
        ("供水工程开工-青河日报-青河网", "供水工程开工", "青河网"),
        ("供水工程开工 | 青河市人民政府", "供水工程开工", "青河市人民政府"),
        ("青河网_供水工程开工", "供水工程开工", "青河网"),
        ("供水工程开工 - 政务要闻", "供水工程开工", None),
        ("青河-白山公路开工", "青河-白山公路开工", None),
        ("视频｜供水工程开工｜青河新闻客户端", "视频｜供水工程开工", "青河新闻客户端"),
        ("供水工程开工", "供水工程开工", None),
        ("青河网", "青河网", None),
    ],
)
def test_titles_are_cut_at_the_site(raw: str, title: str, site: str | None) -> None:
    assert load().once(Titles).cut(raw) == (title, site)
