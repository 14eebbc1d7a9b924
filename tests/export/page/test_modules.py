"""The page's modules one by one, in a browser but without a page."""

from __future__ import annotations

import base64
import gzip
import json
import random
import shutil
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

import kg.export.page.assets as page
from kg.export.page.bundle import bundle
from kg.export.page.data import data
from kg.export.page.render import whole
from kg.ontology.ontology import load
from kg.rdf.model import to_rdf
from kg.rdf.ntriples import ntriples
from kg.rdf.prefixes import prefixes
from kg.rdf.tree import tree
from kg.types import ClassName, Entity, EntityId, Fact, Graph
from tests.export.page.conftest import needs_engine
from tests.graphs import example, hostile
from tests.layers import layer
from tests.merge.corrections.made import built
from tests.query.requests import INNOCENT, requests

NEEDED = {
    "inflate": "inflate",
    "graph": "open, within, months",
    "filter": "ALL, seenBy",
    "find": "find, findLabel, index",
    "passages": "sentence, pieces",
    "state": "START, written, readFrom",
    "rdf": "triples, ntriples, turtle",
    "engine": "engine, formOf, withPrefixes",
    "outside": "masked, outside",
    "editor": "tokens",
    "labels": "lines, placed",
    "layout": "arranged",
    "csv": "csv",
    "times": "bins, edges, named, spansOf",
    "facets": "facets",
    "paths": "paths, shared",
    "write": "date",
    "questions": "bound",
    "fault": "faultOf",
}

Call = Callable[..., Any]
CITY = [layer("[翠屏区|AdministrativeArea]在[宜宾市|AdministrativeArea]。")]


@pytest.fixture(scope="module")
def call(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Call]:
    """call(expression, value): the value of a JavaScript function of one value, which may use what NEEDED names."""
    folder = tmp_path_factory.mktemp("js")
    shutil.copytree(Path(page.__file__).parent / "js", folder, dirs_exist_ok=True)
    lines = [f'import {{ {names} }} from "./{file}.js";\n' for file, names in NEEDED.items()]
    names = ", ".join(NEEDED.values())
    (folder / "all.js").write_text("".join(lines) + f"window.kgTest = {{ {names} }};\n")
    tab = browser.new_page()
    tab.evaluate(bundle(folder, "all"))
    prelude = f"const {{ {names} }} = window.kgTest;"
    yield lambda code, value=None: tab.evaluate(f"value => {{ {prelude} return ({code}); }}", value)
    tab.close()


def given(graph: Graph) -> Any:
    """The data of a graph as they come out of the page."""
    return json.loads(whole(json.dumps(data(graph, load()), ensure_ascii=False)))


def test_inflate(call: Call) -> None:
    dice = random.Random(1)
    texts = [b"", b"a", b"abc" * 5000, dice.randbytes(70000), "宜宾市司法局".encode() * 300, bytes(range(256)) * 9]
    for text in texts:
        for level in (0, 1, 9):
            packed = base64.b64encode(gzip.compress(text, level, mtime=0)).decode()
            code = "[...inflate(Uint8Array.from(atob(value), c => c.charCodeAt(0)))]"
            assert bytes(call(code, packed)) == text
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 31, 9, zlib.Z_FIXED)
    fixed = squeezer.compress(b"fixed codes, fixed codes") + squeezer.flush()
    packed = base64.b64encode(fixed).decode()
    assert bytes(call("[...inflate(Uint8Array.from(atob(value), c => c.charCodeAt(0)))]", packed)).startswith(b"fixed")


@pytest.mark.parametrize("graph", [example(), hostile(), built(CITY)], ids=["example", "hostile", "gazetteer"])
def test_rdf_is_that_of_the_export(call: Call, graph: Graph) -> None:
    def parsed(text: str) -> set[ox.Triple]:
        return {quad.triple for quad in ox.parse(text.encode(), format=ox.RdfFormat.N_TRIPLES)}

    ours = call("ntriples(triples(open(value)))", given(graph))
    assert parsed(ours) == parsed(ntriples(to_rdf(graph)))
    turtle = call("(g => turtle(g, triples(g)))(open(value))", given(graph))
    assert {quad.triple for quad in ox.parse(turtle.encode(), format=ox.RdfFormat.TURTLE)} == parsed(ours)


def test_search_knows_names_aliases_pinyin_and_initials(call: Call) -> None:
    def found(typed: str) -> list[str]:
        code = "(g => find(index(g), value.typed, 12).map(at => g.entities[at].name))(open(value.data))"
        return list(call(code, {"data": given(example()), "typed": typed}))

    assert found("县档案馆")[0] == "临江县档案馆"
    assert found("linjiangxian")[0] == "临江县"
    assert found("LJX")[:2] == ["临江县", "临江县档案馆"]
    assert found("hlq") == ["何立群"]
    assert found("《临江县档案管理办法》") == ["临江县档案管理办法"]
    assert found("zzz") == []
    assert call("findLabel(value.types, 'per')", given(example())) == ["Person"]
    assert call("findLabel(value.properties, '获')", given(example())) == ["received"]


def test_paths_and_filters(call: Call) -> None:
    code = """(g => { const seen = seenBy(g, {...ALL, ...value.filter}); const at = id => g.places.entity.get(id);
        const [found] = paths(g, at('何立群'), at('国家档案局'), seen).ways;
        const names = found?.map(n => g.entities[n].name);
        return { names, facts: seen.facts, entities: seen.entities } })(open(value.data))"""

    def under(**chosen: Any) -> Any:
        return call(code, {"data": given(example()), "filter": chosen})

    whole_ = under()
    assert whole_["names"] == ["何立群", "临江县档案馆", "全国档案工作先进集体", "国家档案局"]
    assert whole_["facts"] == len(example().facts)
    assert under(types=["Award"])["names"] is None
    assert under(properties=["positionAt"])["names"] is None
    assert under(least=92)["facts"] == 2
    assert under(by="report", **{"from": 2021 * 12 + 5, "to": 2021 * 12 + 5})["facts"] == 10
    year = 2020 * 12
    assert under(**{"from": year, "to": year + 11})["facts"] == 2
    assert under(documents=[1])["facts"] == 3


def test_sentences_and_pieces(call: Call) -> None:
    text = "他走了。宜宾市司法局获奖，大家高兴。天黑了。"
    start, end = call("sentence(value, 4, 12)", text)
    assert text[start:end] == "宜宾市司法局获奖，大家高兴。"
    assert call("pieces(0, 7, [[0, 6, 'e'], [0, 3, 's']])") == [[0, 3, ["e", "s"]], [3, 6, ["e"]], [6, 7, []]]
    assert call("pieces(0, 5, [[1, 3, 'a'], [2, 4, 'b']]).map(p => p[2].join(''))") == ["", "a", "ab", "b", ""]
    wide = "😀" * 200 + "甲"
    start, end = call("sentence(value, 400, 401)", wide)
    assert start % 2 == 0  # no pair of surrogates is cut


def test_an_address_restores_the_state(call: Call) -> None:
    code = """(g => { const at = id => g.places.entity.get(id);
        const state = {...START, view: 'table', entity: at('何立群'), around: {at: at('临江县'), hops: 2},
            open: [at('临江县档案馆')], way: 0, tight: true, by: 'report', types: ['Award'], properties: ['said'],
            documents: [1], least: 40, from: 24240, to: 24251, document: 1};
        const back = readFrom(g, '#' + written(g, state)); return [state, back.state, back.lost] })(open(value))"""
    state, back, lost = call(code, given(example()))
    assert back == state
    assert not lost
    bad = call("readFrom(open(value), '#v=nothing&e=%E0%A4%A&c=-5&a=x,9&t0=zz&ht=No').state", given(example()))
    assert bad == call("START")
    assert call("readFrom(open(value), '#e=nobody').lost", given(example()))


def test_sparql_is_read_as_far_as_needed(call: Call) -> None:
    query = '# FROM <x>\nCONSTRUCT { ?s ?p "SELECT" } WHERE { ?s ?p ?o }'
    assert call("formOf(value)", query) == "graph"
    assert call("formOf('PREFIX a: <b> SELECT ?x {}')") == "rows"
    assert call("outside('SELECT * {\\n SERVICE <http://a> {} }', 'error at 2:10: expected OPTIONAL')") == [
        "SERVICE",
        2,
    ]
    assert call("outside('SELECT ?from { ?from kg:from ?x }', 'error at 1:14: expected x')") is None
    assert call("masked('SELECT ?x { ?x ?y ?zzz }')") is None
    assert call("masked('# zzz\\nASK { ?Service ?FrOm <a> }').trim()") == "# zzz\nASK { ?Servzzy ?FzZy <a> }"
    assert call("withPrefixes('SELECT * { ?s kg:x id:y }', {kg: 'K', id: 'I', oa: 'O'})").startswith("PREFIX kg: <K>")
    assert "".join(text for _, text in call("tokens(value)", query)) == query
    kinds = {text: kind for kind, text in call("tokens(value)", 'SELECT ?x { ?x kg:name "甲" . } # end')}
    assert kinds["SELECT"] == "keyword"
    assert (kinds["?x"], kinds["kg:name"], kinds['"甲"'], kinds["# end"]) == ("variable", "name", "string", "comment")


ASKING = """(async ({ data, parts, queries }) => {
    document.body.innerHTML = '<i id="engine-script"></i><i id="engine-wasm"></i>';
    [document.getElementById("engine-script").textContent, document.getElementById("engine-wasm").textContent] = parts;
    const graph = open(data);
    const asked = engine(graph);
    const said = [];
    for (const sparql of queries) {
        const answer = asked.ask(withPrefixes(sparql, graph.prefixes), formOf(sparql));
        said.push(await answer.then(() => "it ran", (error) => error.outside ? error.outside[0] : error.message));
    }
    asked.stop();
    document.body.innerHTML = "";
    return said;
})(value)"""


@needs_engine
def test_no_question_reaches_outside(call: Call) -> None:
    """The queries of tests/query/requests.py, as for the command."""
    found = given(example()) | {"prefixes": dict(prefixes()), "tree": tree(load())}
    value = {"data": found, "parts": page.assets(True).engine}
    asked = [sparql.replace("{0}", "<http://127.0.0.1:9/>") for sparql in requests()]
    said = call(ASKING, value | {"queries": asked})
    assert [query for query, one in zip(asked, said, strict=True) if one == "it ran"] == []
    assert not [one for one in said if "is not supported" in one]
    assert said.count("SERVICE") > 100
    assert said.count("FROM") > 30
    said = call(ASKING, value | {"queries": list(INNOCENT)})
    assert [one for one in said if one != "it ran"] == []


def test_names_do_not_overlap(call: Call) -> None:
    nodes = [{"id": n, "x": 20 * (n % 12), "y": 20 * (n // 12), "r": 5, "text": ["宜宾市司法局"]} for n in range(60)]
    names = call("placed(value, []).names", nodes)
    assert names
    for n, a in enumerate(names):
        for b in names[:n]:
            assert abs(a["x"] - b["x"]) * 2 >= a["w"] + b["w"] or abs(a["y"] - b["y"]) * 2 >= a["h"] + b["h"]
    assert call("lines('宜宾市司法局')") == ["宜宾市司法局"]
    assert len(call("lines('字'.repeat(500))")) == 2


def test_a_layout_has_the_shape_of_the_window(call: Call) -> None:
    items = [{"id": n, "x": n % 7 * 3, "y": n // 7, "w": 90, "h": 40} for n in range(60)]
    links = [[n, (n * 7) % 40] for n in range(40)]
    code = "arranged(value.items, value.links, 1000, 500)"
    placed = call(code, {"items": items, "links": links})
    for n, a in enumerate(placed):
        for b in placed[:n]:
            assert abs(a["x"] - b["x"]) > 80 or abs(a["y"] - b["y"]) > 34
    wide = max(i["x"] for i in placed) - min(i["x"] for i in placed)
    high = max(i["y"] for i in placed) - min(i["y"] for i in placed)
    assert 1.3 < wide / high < 3.5


def test_csv_runs_nothing(call: Call) -> None:
    rows = [["=1+1", "甲,乙", '他"说"', "-1.5", "两\n行", "＝A1"]]
    expected = '\ufeff\'=1+1,"甲,乙","他""说""",-1.5,"两\n行",\'＝A1\r\n'
    assert call("csv(value)", rows) == expected


def test_bars_of_time_and_dates(call: Call) -> None:
    def axis(*dates: str) -> Any:
        code = """(g => { const axis = bins(spansOf(g, 'event')); return axis && {...axis,
            ends: [0, axis.counts.length - 1].map(n => edges(axis, n).map(month => named(axis, month))) } })(
            {documents: [], facts: value.map(time => ({time: time || undefined, evidence: []}))})"""
        return call(code, dates)

    found = axis("2020-07", "2022-09-02", "2022", "")
    assert sum(found["counts"]) == 3
    assert found["step"] == 1
    assert [found["ends"][0][0], found["ends"][1][1]] == ["2020-07", "2022-12"]
    assert axis("", "") is None
    years = axis("1919", *(f"{year}-03" for year in range(1950, 1999)), "1999")
    assert years["step"] > 12
    assert [years["ends"][0][0], years["ends"][1][1]] == ["1919", "1999"]  # not the first year of the last bar
    old = axis("-0221", *(["2016-01", "2016-02", "2020-12"] * 40))
    assert old["counts"][0] == 1  # before all the others, in a bar of its own
    assert old["ends"][0][0] == "-0221-01"
    assert old["step"] < 12
    assert call("[date('2022-09-02'), date('2020-07'), date('2022-09-22T15:11'), date('上世纪90年代')]") == [
        *("2022年9月2日", "2020年7月", "2022年9月22日 15:11", "上世纪90年代")
    ]


def test_a_question_takes_names(call: Call) -> None:
    asked = {
        "sparql": 'SELECT * { VALUES ?person { UNDEF } VALUES ?word { "a" } }',
        "parameters": ["person", "word"],
        "choices": {},
    }
    code = "bound(open(value.data), value.asked, value.values)"
    found = call(code, {"data": given(example()), "asked": asked, "values": {"person": "何立群", "word": 'b"'}})
    assert found["sparql"] == 'SELECT * { VALUES ?person { id:何立群 } VALUES ?word { "b\\"" } }'
    unknown = call(code, {"data": given(example()), "asked": asked, "values": {"person": "无名"}})
    assert unknown == {"unknown": "无名"}
    asked = {"sparql": "VALUES ?how { kg:owns kg:acquired } VALUES ?how { kg:owns kg:acquired }", "parameters": []}
    asked |= {"choices": {"how": ["owns", "acquired"]}}
    for how, chosen in (("acquired", "kg:acquired"), ("", "kg:owns kg:acquired"), ("said", "kg:owns kg:acquired")):
        found = call(code, {"data": given(example()), "asked": asked, "values": {"how": how}})
        assert found["sparql"] == f"VALUES ?how {{ {chosen} }} VALUES ?how {{ {chosen} }}"


def test_counts_follow_the_other_filters(call: Call) -> None:
    code = """(g => { const state = {...START, ...value.filter}; const found = facets(g, state, seenBy(g, state));
        return {types: Object.fromEntries(found.types), properties: Object.fromEntries(found.properties),
            documents: Object.fromEntries(found.documents), time: found.time.reduce((a, b) => a + b, 0)} })(
        open(value.data))"""

    def under(**chosen: Any) -> Any:
        return call(code, {"data": given(example()), "filter": chosen})

    whole_ = under()
    assert whole_["types"]["Organization"] == 3
    assert whole_["properties"]["participatedIn"] == 3
    assert whole_["documents"] == {"0": 10, "1": 3}
    assert whole_["time"] == len(example().facts)
    second = under(documents=[1])
    assert second["documents"] == whole_["documents"]  # its own filter does not count
    assert second["properties"] == {"participatedIn": 1, "locatedIn": 1, "issued": 1}
    assert second["types"]["Organization"] == 2
    sure = under(least=92, properties=["received"])
    assert sure["properties"] == {"received": 1, "positionAt": 1}
    assert sure["documents"] == {"0": 1}
    assert under(types=["Award"])["types"] == whole_["types"]


WAYS = """(({data, from, to, least}) => { const g = open(data); const at = id => g.places.entity.get(id);
    const found = paths(g, at(from), at(to), seenBy(g, ALL), {left: least ?? 1e6});
    return {ways: found.ways.map(way => way.map(n => g.entities[n].name).join('')), whole: found.whole} })(value)"""


def joined(*pairs: str, container: str = "") -> Graph:
    """A graph of entities of one letter, joined by pairs; those of `container` lie in each other."""
    names = sorted(set("".join(pairs)) | set(container.replace(" ", "")))
    entities = tuple(Entity(EntityId(name), ClassName("Place"), name) for name in names)
    told = [(pair, "met") for pair in pairs] + [(pair, "locatedIn") for pair in container.split()]
    facts = (Fact(f"{n:03}", what, EntityId(pair[0]), EntityId(pair[1])) for n, (pair, what) in enumerate(told))
    return Graph((), entities, tuple(facts))


def test_three_ways_without_circles(call: Call) -> None:
    def ways(graph: Graph, ends: str = "az", **more: Any) -> Any:
        return call(WAYS, {"data": given(graph), "from": ends[0], "to": ends[1], **more})

    several = joined("ab", "bz", "ac", "cd", "dz", "ae", "ef", "fg", "gz", "bc")
    found = ways(several)
    assert (found["ways"][0], set(found["ways"][1:]), found["whole"]) == ("abz", {"acbz", "acdz"}, True)
    assert ways(several, "za")["ways"][0] == "zba"
    assert ways(joined("ab", "cz"))["ways"] == []
    assert ways(joined("az"))["ways"] == ["az"]
    assert ways(several, least=1) == {"ways": ["abz"], "whole": False}  # says so where it was cut short


def test_ways_go_around_hubs_and_containers(call: Call) -> None:
    def first(graph: Graph) -> str:
        return str(call(WAYS, {"data": given(graph), "from": "a", "to": "z"})["ways"][0])

    assert first(joined("ab", "bc", "cz", container="ap zp")) == "abcz"
    assert first(joined("ab", "bc", "cd", "de", "ef", "fg", "gz", container="ap zp")) == "apz"
    leaves = [f"h{chr(0x4E00 + n)}" for n in range(40)]
    assert first(joined("ah", "hz", "ab", "bc", "cz", *leaves)) == "abcz"
    assert first(joined("ah", "hz", "ab", "bc", "cz", *leaves[:4])) == "ahz"


def test_the_ways_are_the_shortest_of_all(call: Call) -> None:
    """Against all simple paths, in small graphs without hubs, where each step costs 1."""
    dice = random.Random(5)
    for _ in range(20):
        pairs = {"".join(dice.sample("abcdefz", 2)) for _ in range(9)} | {"ab"}
        around: dict[str, set[str]] = {}
        for one, other in map(tuple, pairs):
            around.setdefault(one, set()).add(other)
            around.setdefault(other, set()).add(one)

        def simple(way: str, around: dict[str, set[str]] = around) -> Iterator[str]:
            if way[-1] == "z":
                yield way
                return
            for step in sorted(around.get(way[-1], set()) - set(way)):
                yield from simple(way + step)

        graph = joined(*sorted(pairs), "zy")
        found = call(WAYS, {"data": given(graph), "from": "a", "to": "z"})["ways"]
        every = sorted(simple("a"), key=len)
        assert [len(way) for way in found] == [len(way) for way in every[:3]]
        assert set(found) <= set(every) and len(set(found)) == len(found)


def test_articles_that_name_both(call: Call) -> None:
    code = "(g => shared(g, g.places.entity.get(value.a), g.places.entity.get(value.b), value.of))(open(value.data))"

    def both(a: str, b: str, of: tuple[int, ...] = ()) -> Any:
        return call(code, {"data": given(example()), "a": a, "b": b, "of": of})

    assert both("江城读书节", "临江县人民政府") == [1]
    assert both("江城读书节", "临江县档案馆") == [0, 1]
    assert both("江城读书节", "临江县档案馆", (1,)) == [1]
    assert both("何立群", "临江县人民政府") == []


def test_a_fault_that_a_service_tells_is_placed_in_what_was_asked(call: Call) -> None:
    told = "the query does not parse at line 3, column 4: unexpected 'FILTR'\n ?s FILTR\n    ^"
    found = call("faultOf('ASK {\\n ? FILTR(?o) }', 'PREFIX a: <b>\\n', value)", told)
    assert {key: found[key] for key in ("line", "column", "at", "what")} == {
        "line": 2,
        "column": 4,
        "at": 9,
        "what": "unexpected 'FILTR'",
    }
    assert call("faultOf('ASK {}', '', 'the store is gone')") is None
