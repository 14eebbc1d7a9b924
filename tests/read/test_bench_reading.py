"""A part of the bench of reading, with the bars that the whole of it meets: python -m tests.bench.reading."""

from __future__ import annotations

from kg.ontology.ontology import load
from tests.bench.reading.__main__ import shares
from tests.bench.reading.measure import measure
from tests.bench.reading.pages import pages

TEMPLATES = ("county_gov", "portal_2015", "wechat", "encyclopaedia", "tw_agency", "china_news", "hk_paper")


def test_a_part_of_the_bench() -> None:
    made = [page for page in pages() if page.name.rsplit("-", 1)[0] in TEMPLATES]
    found = shares([measure(page, load()) for page in made])
    assert len(made) == 2 * len(TEMPLATES)
    assert min(found[name] for name in ("title", "source", "date", "author", "body", "ends")) >= 0.95
    assert found["noise"] <= 1


def test_there_are_sixty_pages() -> None:
    made = list(pages())
    assert len({page.data for page in made}) == len(made) == 60
