"""What turns a question into others: each example of the table, and dates and names that are left alone."""

from __future__ import annotations

import pytest

from kg.ontology.ontology import load
from kg.ontology.tables.question_forms import QuestionForms
from kg.query.words.forms import Window, apart, forms_of

TABLE, FORMS = load().table(QuestionForms), forms_of(load())


def pairs(examples: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(before, after) for before, _, after in (example.partition(" => ") for example in examples)]


@pytest.mark.parametrize(("before", "after"), [pair for one in TABLE.slip for pair in pairs(one.yes)])
def test_slips(before: str, after: str) -> None:
    assert FORMS.corrected(before) == after
    assert FORMS.corrected(after) == after


@pytest.mark.parametrize(("before", "after"), [pair for one in TABLE.statement for pair in pairs(one.yes)])
def test_statements(before: str, after: str) -> None:
    assert after in FORMS.statements(before)


@pytest.mark.parametrize(("before", "after"), [pair for one in TABLE.how_many for pair in pairs(one.yes)])
def test_how_many(before: str, after: str) -> None:
    assert after in FORMS.how_many(before)


@pytest.mark.parametrize(
    ("before", "after", "bounds"), [(*pair, one.bounds) for one in TABLE.period for pair in pairs(one.yes)]
)
def test_times_that_limit(before: str, after: str, bounds: str) -> None:
    rest, window = next(iter(FORMS.limited(before, ())))
    assert rest == after
    assert window.shown.partition(" ")[0] == {"between": "2019", "within": "2021"}.get(bounds, bounds)


def test_what_is_no_other_form() -> None:
    assert FORMS.statements("谁是宜宾市司法局的局长") == []
    assert FORMS.how_many("谁是宜宾市司法局的局长") == []
    assert FORMS.corrected("谁获得了荣誉") == "谁获得了荣誉"
    assert list(FORMS.limited("谁是宜宾市司法局的局长", ())) == []


def test_a_date_in_a_name_is_none() -> None:
    text = "2024云湖国际马拉松在哪里举行"
    (span,) = [span for span, _ in apart(text, ["2024云湖国际马拉松"])]
    assert list(FORMS.limited(text, [span])) == []
    assert list(FORMS.dates("99年和2022年9月", ())) == [((4, 11), "2022-09")]


def test_windows() -> None:
    assert Window.of("before", ["2020"]) == Window("", "2020", "before 2020")
    assert Window.of("between", ["2019", "2021-05"]) == Window("2019", "2021-05~", "2019 to 2021-05")
