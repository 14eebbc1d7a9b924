"""Annotation schemes of data sets, as the weights' file has them."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.neural.label_scheme import LabelScheme, restored, turned_labels
from kg.extract.neural.relation_model import label_schemes
from kg.ontology.ontology import load

KINDS = st.integers(0, 12)
SCHEMES = st.builds(
    LabelScheme,
    st.text(min_size=1),
    st.sampled_from(["closed", "open", "pairs", "silver"]),
    st.lists(st.text()).map(tuple),
    st.lists(st.tuples(KINDS, KINDS)).map(tuple),
    st.lists(KINDS).map(tuple),
    *[st.floats(allow_nan=False, allow_infinity=False)] * 4,
)


@given(SCHEMES)
def test_a_stored_scheme_is_restored(scheme: LabelScheme) -> None:
    assert restored(json.loads(json.dumps(scheme.stored()))) == scheme


def test_the_shipped_schemes_are_read() -> None:
    schemes = label_schemes()
    assert schemes["finre"].form == "pairs"
    assert 0 < schemes["finre"].threshold < 1
    assert {one.form for one in schemes.values()} == {"closed", "open", "pairs", "silver"}


@given(st.lists(st.sampled_from(["持股", "收购", "合作", "发行"]), unique=True))
def test_turning_twice_gives_the_label_again(labels: list[str]) -> None:
    every = (*labels, *(f"被{label}" for label in labels))
    turned = turned_labels(every, "被")
    assert [turned[n] for n in turned] == list(range(len(turned)))
    assert bool(turned) == bool(labels)


def test_the_ontology_adds_what_the_weights_lack() -> None:
    scheme = label_schemes()["finre"]
    assert (scheme.turned, scheme.least_span) == ((), 0)
    added = scheme.within(load())
    assert added.labels[added.turned[added.labels.index("持股")]] == "被持股"
    assert 0 < added.least_label < added.least_span < added.threshold
