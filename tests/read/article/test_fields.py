"""Which of the values that an article states count."""

from __future__ import annotations

from kg.ontology.ontology import load
from kg.ontology.tables.metadata import Metadata
from kg.read.article.fields import FieldValue, choices, meta_of
from kg.types import Span

ORDER = load().table(Metadata).order


def value(field: str, text: str, start: int | None = 0) -> FieldValue:
    return FieldValue(field, text, None if start is None else Span(start, start + len(text)))


def test_the_first_field_counts_not_the_first_value() -> None:
    found = [
        value("dateline_source", "新华社"),
        value("source", "临江日报"),
        value("dateline", "2021-03-04"),
        value("day", "2021-03-05"),
    ]
    meta = meta_of(found, (), None, "utf-8", ORDER)
    assert (meta.source, meta.datePublished) == ("临江日报", "2021-03-05")
    assert {name for name, _ in meta.fields} == {"source", "datePublished"}


def test_the_medium_of_a_dateline_is_the_source() -> None:
    found = [value("site", "临江新闻网"), value("dateline_publisher", "临江日报", 9)]
    assert meta_of(found, (), None, "utf-8", ORDER).source == "临江日报"
    alone = meta_of(found[1:], (), None, "utf-8", ORDER)
    assert (alone.source, alone.publisher) == ("临江日报", None)


def test_a_dateline_with_a_programme_names_its_publisher() -> None:
    found = [value("dateline_publisher", "临江网", 0), value("dateline_source", "临江新闻", 6)]
    meta = meta_of(found, (), None, "utf-8", ORDER)
    assert (meta.source, meta.publisher) == ("临江新闻", "临江网")


def test_whose_reporter_asked_counts_last() -> None:
    found = [value("reporting", "临江晚报", 30), value("dateline_publisher", "临江日报", 9)]
    assert meta_of(found, (), None, "utf-8", ORDER).source == "临江日报"
    assert meta_of(found[:1], (), None, "utf-8", ORDER).source == "临江晚报"


def test_persons_in_the_order_of_the_text_each_once() -> None:
    found = [
        value("author", "李强", 30),
        value("author", "赵敏", None),
        value("author", "王小明", 5),
        value("author", "李强", 9),
    ]
    meta = meta_of([*found, value("editor", "何静", 40)], (), None, "utf-8", ORDER)
    assert (meta.authors, meta.editors) == (("王小明", "李强", "赵敏"), ("何静",))


def test_lines_are_sorted_and_the_title_of_the_page_fills_in() -> None:
    meta = meta_of([], (Span(9, 12), Span(0, 4), Span(9, 12)), "新馆开馆", "gb18030", ORDER)
    assert meta.frame == (Span(0, 4), Span(9, 12)) and (meta.title, meta.encoding) == ("新馆开馆", "gb18030")


def test_values_as_the_text_has_them() -> None:
    text = "来源：临江 日报 记者 王 芳"
    assert FieldValue("source", "", Span(3, 8)).written(text) == "临江 日报"
    assert FieldValue("author", "", Span(12, 15)).written(text) == "王芳"
    assert FieldValue("day", "2021-03-05", Span(0, 2)).written(text) == "2021-03-05"


def test_whoever_put_the_page_up_is_an_author_only_where_nobody_else_is() -> None:
    web = value("meta_author", "李维", None)

    def persons(*found: FieldValue) -> tuple[tuple[str, ...], tuple[str, ...]]:
        meta = meta_of([web, *found], (), None, "utf-8", ORDER)
        return meta.authors, meta.editors

    assert persons() == (("李维",), ())
    assert persons(value("author", "方敏")) == (("方敏",), ("李维",))
    assert persons(value("editor", "李维")) == ((), ("李维",))
    assert persons(value("editor", "李维"), value("author", "李维", 9)) == (("李维",), ())
    assert persons(value("editor", "赵敏"), value("author", "方敏", 9)) == (("方敏",), ("赵敏",))


def test_a_medium_beside_the_date_is_the_source_where_the_publisher_is_another() -> None:
    beside = value("beside", "临江晚报", None)
    alone = meta_of([beside], (), None, "utf-8", ORDER)
    assert (alone.publisher, alone.source) == ("临江晚报", None)
    both = meta_of([beside, value("title_publisher", "临江网", None)], (), None, "utf-8", ORDER)
    assert (both.publisher, both.source) == ("临江网", "临江晚报")


def test_a_choice_tells_what_lost_and_where_the_value_stands() -> None:
    none = FieldValue("line_source", "", None, "a line", "来源：本站", "words of the page")
    found = [value("source_tail", "临江日报", 40), none, value("government_source", "临江日报", None)]
    choice = choices(found, ORDER)["source"]
    assert [(one.field, one.span) for one in choice.won] == [("government_source", Span(40, 44))]
    assert [one.field for one in choice.lost] == ["line_source", "source_tail"] and choice.value == "临江日报"
