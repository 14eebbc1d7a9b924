from __future__ import annotations

from kg.serve.kept import Kept
from tests.serve.served import Served

ASK = "SELECT ?who { ?who a kg:Person } ORDER BY ?who"


def test_who_asks_again_gets_the_same_bytes(served: Served) -> None:
    forms = "text/csv", "application/sparql-results+json"
    first, again = ([served.ask(ASK, form).content for form in forms] for _ in range(2))
    assert first == again and first[0] != first[1]


def test_what_is_another_each_time_is_not_kept(served: Served) -> None:
    for chance in ("RAND()", "struuid()", "UUID()"):
        sparql = f"SELECT ({chance} AS ?x) {{}}"
        assert served.ask(sparql).json() != served.ask(sparql).json(), chance
    kept = Kept()
    kept.put("now", "SELECT (NOW() AS ?x) {}", ("text/csv", b""))
    assert kept.get("now") is None


def test_answers_have_so_much_room_and_no_more() -> None:
    kept = Kept(room=10_000)
    for number in range(100):
        kept.put(number, "ASK {}", ("text/csv", b"x" * 1000))
        assert kept.get(0), "who asks often is kept"
    assert sum(kept.get(number) is not None for number in range(100)) == 4
    kept.put("large", "ASK {}", ("text/csv", b"x" * 2**17))
    assert kept.get("large") is None
