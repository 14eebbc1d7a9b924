"""corrections.toml: what is written is read again, and what is wrong is told with file and line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import CorrectionError
from kg.store.canonical import HALF
from kg.store.correction_json import id_of, instant, title, to_json
from kg.store.corrections_file import appended, dumps, loads
from kg.types import ClassName, Correction, DocumentId, EntityId, Named, Value
from tests.strategies import corrections

BY_HAND = """# 由编辑部维护
[[correction]]
kind = "assert"
subject = "https://zhkg.example/id/%E5%BC%A0%E4%BC%9F"   # an IRI
predicate = "birthDate"
object = { value = 1970, type = "date" }
who = "周敏"
when = 2026-11-29
why = '''见
名册'''

[[correction]]
who = "周敏"
why = "同名"
when = 2026-11-29T16:30:00+08:00
kind = "different"
subject = { name = "张伟", documents = ["b", "a", "b"] }
object = { name = "张伟", type = "Person", documents = ["c"] }
"""
GOOD = {"kind": "rename", "subject": "甲", "to": "乙", "who": "周敏", "when": "2026-11-29", "why": "笔误"}


def written(**changes: object) -> str:
    """A file with one correction, some keys of which are others; None leaves a key out."""
    made = GOOD | changes
    lines = (
        f"{key} = {value if key in ('object', 'raw') else repr(value)}"
        for key, value in made.items()
        if value is not None
    )
    return "[[correction]]\n" + "\n".join(lines).replace("'", '"') + "\n"


def _same(target: str) -> str:
    return written(kind="same", to=None, object=target)


def test_what_a_person_writes() -> None:
    first, second = loads(BY_HAND)
    assert first == Correction(
        "assert", Named(None, None, EntityId("张伟")), "周敏", "2026-11-29", "见\n名册", Value("1970", "date"),
        predicate="birthDate",
    )  # fmt: skip
    assert second.subject.documents == ("a", "b") and second.when == "2026-11-29T16:30:00+08:00"
    (third,) = loads(written(subject="张伟"))
    assert third.subject == Named("张伟", None, EntityId("张伟"))


def test_what_stands_there_stays() -> None:
    (made,) = loads(written())
    text = appended(BY_HAND, [made])
    assert text.startswith(BY_HAND) and loads(text) == (*loads(BY_HAND), made)
    assert appended("", [made]).startswith("# ") and loads(appended("", [made])) == (made,)


def test_it_is_written_as_a_person_would() -> None:
    person = Named("张伟", ClassName("Person"), EntityId("张伟"), (DocumentId("a"),))
    made = Correction("rename", person, "周敏", "2026-11-29T08:30:00Z", '“误”与"误"', to="张大伟")
    assert dumps(made) == (
        "[[correction]]\n"
        'kind = "rename"\n'
        'subject = { name = "张伟", type = "Person", id = "张伟", documents = ["a"] }\n'
        'to = "张大伟"\n'
        'who = "周敏"\n'
        "when = 2026-11-29T08:30:00Z\n"
        'why = "“误”与\\"误\\""\n'
    )


@given(st.lists(corrections().filter(lambda one: not HALF.search(str(to_json(one)))), max_size=3))
def test_there_and_back_whatever_is_said(some: list[Correction]) -> None:
    assert loads(appended("", some)) == tuple(some)
    assert len({id_of(one) for one in some}) == len(set(some))
    assert all(title(one) for one in some)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[[correction]\n", "x.toml:1: not valid TOML"),
        ("[[corrections]]\n", r"x.toml:1: key 'corrections' is unknown; write \[\[correction\]\]"),
        (written(kind="renam"), "x.toml:2: kind is 'renam', none of same, different, retype"),
        (written(to=None), "x.toml:1: to is missing, which 'rename' needs"),
        (written(who=None), "x.toml:1: who is missing"),
        (written(why=" "), "x.toml:7: why is empty"),
        (written(when="gestern"), "x.toml:6: when is 'gestern', no date such as 2026-11-29 or"),
        (written(when="2026-11"), "x.toml:6: when is '2026-11', no date"),
        (written(when="2026-13-29"), "x.toml:6: when is '2026-13-29', no date"),
        (written(quote="甲"), "x.toml:8: quote is unknown here; use kind, who, when, why, subject, to"),
        (_same('{ value = "1", type = "text" }'), "x.toml:7: object is a value; name a thing"),
        (_same('{ nam = "乙" }'), "x.toml:7: object.nam is unknown here; use name, type, id"),
        (_same('{ type = "Person" }'), "x.toml:7: object.name is missing, and so is the id"),
        (_same('{ name = "乙", documents = [1] }'), "x.toml:7: object.documents holds something"),
        (written(kind="assert", to=None, object='"乙"'), "x.toml:1: predicate is missing, which 'assert' needs"),
        (
            written(kind="assert", to=None, predicate="met", object='"乙"', quote="见"),
            "x.toml:1: document is missing: the two go together",
        ),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line(text: str, error: str) -> None:
    with pytest.raises(CorrectionError, match=f"^{error}"):
        loads(text, "x.toml")


def test_a_file_that_cannot_take_more_is_left_alone() -> None:
    (made,) = loads(written())
    with pytest.raises(CorrectionError, match=r"not valid TOML|nothing can be added"):
        appended("correction = []\n", [made])


def test_moments_are_compared_wherever_they_were_noted() -> None:
    assert instant("2026-11-29T00:30:00+08:00") < instant("2026-11-28T17:00:00Z") < instant("2026-11-29")
