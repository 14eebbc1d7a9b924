"""Names have one normal form: what `resolve` takes for one name is one node of the graph, and of the page's search."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from kg.merge.merge import merge
from kg.pipeline import graph, layer
from kg.resolve.layer_names import LayerNames
from kg.text.names import BRACKETS, DOTS
from kg.types import Document, DocumentId, Layer, Mention, Span
from tests.layers import ONTOLOGY, nodes

NAMES = [
    ("长风（集团）有限公司", "Company"),
    ("“净网”专项行动", "Initiative"),
    ("《数据安全法（草案）》", "Legislation"),
    ("史蒂文·斯皮尔伯格", "Person"),
    ("ZBT（中国）研究院", "AcademicInstitution"),
    ("临江县 文化馆", "Facility"),
]
WIDE = {chr(n): chr(n + 0xFEE0) for n in range(0x21, 0x7F)} | {"（": "(", "）": ")"}
TROUBLE = f"{BRACKETS}{DOTS}长风团局ＡAaßİ1１㈱⑴ \n\u3000\u200b\ufeff\u0300"


@st.composite
def forms(draw: st.DrawFn, name: str) -> str:
    """The same name in another spelling: widths, brackets, quotation marks, spaces, case, middle dots."""
    spelt = ""
    for char in name:
        if char in BRACKETS or char.isspace():
            char = draw(st.sampled_from([char, WIDE.get(char, char), "", *"“”（）《"]))
        elif char in DOTS:
            char = draw(st.sampled_from(DOTS))
        elif char.isascii():
            char = draw(st.sampled_from([char.lower(), char.upper(), WIDE[char.upper()]]))
        spelt += char + draw(st.sampled_from(["", "", "", "", " ", "\u3000", "\n", "”"]))
    return spelt


def of_names(*names: str, kind: str) -> Layer:
    """A layer whose text is nothing but names of one type."""
    text, mentions = "", []
    for name in names:
        mentions.append(Mention(Span(len(text), len(text) + len(name)), kind, "name"))
        text += f"{name}。"
    return Layer(Document(DocumentId("a"), text), "rules", tuple(mentions), ())


@given(
    st.sampled_from(NAMES).flatmap(lambda it: st.tuples(st.lists(forms(it[0]), min_size=2, max_size=4), st.just(it[1])))
)
@example((["长风（集团）有限公司", "长风(集团)有限公司", "长风集团有限公司"], "Company"))
def test_a_name_in_several_spellings_is_one_node(drawn: tuple[list[str], str]) -> None:
    names, kind = drawn
    assert len(nodes(of_names(*names, kind=kind))) == 1


@given(st.lists(st.text(alphabet=TROUBLE, min_size=1, max_size=5), min_size=1, max_size=4))
def test_resolve_and_merge_count_the_same_names(names: list[str]) -> None:
    made = of_names(*names, kind="Award")
    assert len(merge([made], (), ONTOLOGY).graph.entities) == len(LayerNames(made, ONTOLOGY).first)


def test_an_article_that_spells_a_name_in_three_ways() -> None:
    spelt = ["长风（集团）有限公司", "长风(集团)有限公司", "长风集团有限公司"]
    text = "".join(f"3月{n}日，{name}在临江市成立了新的研究院。\n" for n, name in enumerate(spelt, 1))
    made = graph([layer(Document(DocumentId("a"), text), ONTOLOGY, "rules")], ONTOLOGY)
    found = [entity for entity in made.entities if "长风" in entity.name]
    assert len(found) == 1 and set(spelt) <= {found[0].name, *found[0].aliases}


def test_the_page_searches_by_the_same_form() -> None:
    script = (Path(__file__).parents[2] / "kg/export/page/js/find.js").read_text("utf-8")
    dots, ignored = re.findall(r"\.replace\(/\[(.+?)\]\+?/g", script)[:2]
    assert set(dots) == set(DOTS) and set(BRACKETS) <= set(ignored)
