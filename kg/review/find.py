"""The things and facts of a graph by what a person types: an id, an IRI, a name, the id of a fact."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from kg.errors import ThingError
from kg.store.correction_json import readable_id
from kg.text.names import normal_form
from kg.types import Entity, Fact, Graph, Value

_MOST = 5  # names that are told
_LIKE = 0.5  # how like a name is to those
_STATEMENT = "/statement/"


def things(graph: Graph, words: str) -> list[Entity]:
    """The entities that an id, an IRI or a name means: that of the id, or all that have the name, in any spelling."""
    if (found := graph.entity.get(readable_id(words))) is not None:
        return [found]
    wanted = normal_form(words)
    named = [one for one in graph.entities if normal_form(one.name) == wanted]
    return named or [one for one in graph.entities if wanted in map(normal_form, one.aliases)]


def thing(graph: Graph, words: str) -> Entity:
    """The one entity that is meant; ThingError where there is none (with the nearest names) or are several."""
    found = things(graph, words)
    if len(found) == 1:
        return found[0]
    raise several(words, found) if found else nothing(graph, words)


def several(words: str, found: Iterable[Entity]) -> ThingError:
    """The error to raise where a name means several things."""
    told = ", ".join(f"{one.id} ({one.type})" for one in found)
    return ThingError(f"several things are called {words!r}", hint=f"name one by its id: {told}")


def nothing(graph: Graph, words: str) -> ThingError:
    """The error to raise where a name means nothing."""
    names = {name: one.id for one in graph.entities for name in (*one.aliases, one.name, one.id)}
    near = dict.fromkeys(names[name] for name in get_close_matches(words, names, _MOST, _LIKE))
    near |= dict.fromkeys(names[name] for name in names if len(words) > 1 and (words in name or name in words))
    hint = f"near to it are: {', '.join(list(near)[:_MOST])}" if near else "kg query lists what there is"
    return ThingError(f"nothing in the graph is called {words!r}", hint=hint)


def fact(graph: Graph, words: str) -> Fact | None:
    """The fact of an id, which may be cut short, or of a statement's IRI."""
    wanted = words.rpartition(_STATEMENT)[2]
    found = [one for one in graph.facts if one.id == wanted]
    if not found and len(wanted) >= _SHORTEST:
        found = [one for one in graph.facts if one.id.startswith(wanted)]
    return found[0] if len(found) == 1 else None


_SHORTEST = 6  # characters of an id that is cut short


def said(one: Fact) -> str:
    """A fact in a line: subject, predicate, object, qualifiers, and its modality where it is not asserted.

    >>> said(Fact("3f", "received", "甲局", "乙奖", (("time", Value("2020-07", "date")),), "planned"))
    '甲局 received 乙奖 (time 2020-07) [planned]'
    """
    more = ", ".join(f"{name} {term(value)}" for name, value in one.qualifiers)
    words = f"{one.subject} {one.predicate} {term(one.object)}" + (f" ({more})" if more else "")
    return words if one.modality == "asserted" else f"{words} [{one.modality}]"


def term(value: str | Value) -> str:
    """An entity's id, or a value with its unit."""
    return value if isinstance(value, str) else f"{value.text}{value.unit or ''}"
