"""What anaphors mean. What is open stays unresolved.

    宜宾市司法局 … 该局          该局 -> 宜宾市司法局     the nearest earlier name of its kind
    宜宾市 … 全市                全市 -> 宜宾市           the city of the article
    曲永明 … 曲局长              曲局长 -> 曲永明         the one person of that surname
    王芳表示，她…                她 -> 王芳               the subject of the clause before, if nothing calls her a man

Which names an anaphor may mean is stated by the first [[nominal]] of ontology/resolve.toml whose words it has; pronouns
look for a subject, titles for the surname.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from kg.ontology.ontology import Ontology
from kg.ontology.tables.nominals import Nominals
from kg.ontology.tables.resolve import Nominal, Resolve
from kg.resolve.areas import Areas
from kg.resolve.countries import Countries
from kg.resolve.kinds_alone import KindsAlone
from kg.resolve.layer_names import LayerNames
from kg.resolve.name_forms import name_forms
from kg.resolve.open_events import OpenEvents
from kg.text.names import normal_form
from kg.types import Layer, Link, Mention, Span

_SURNAMED = 4  # characters of a Chinese name, at most
_REACH = 160  # characters back to what a pronoun means
_SPEECHES = 8  # that may hold one place
_Found = tuple[Mention, str]


class Anaphors:
    """Resolves the nominals and pronouns of one layer."""

    def __init__(self, layer: Layer, named: LayerNames, areas: Areas, countries: Countries, ontology: Ontology) -> None:
        self.layer, self.named, self.areas = layer, named, areas
        self.text = layer.document.text
        self.names = name_forms(ontology)
        table = ontology.table(Resolve)
        self.words, self.home, self.nominals = table.text, table.home, table.nominal
        self.post, self.score = table.titles.post, table.scores.anaphor
        self.events = OpenEvents(named, ontology)
        self.pointing = ontology.table(Nominals).pointing
        self.alone = KindsAlone(named, areas, countries, self.events, ontology)
        self.pronouns, self.own_area = ontology.once(_pronouns), ontology.once(_own_area)
        self._fitting: dict[object, list[Mention]] = {}
        self._called: dict[str, _Found | None] = {}
        self._roles: dict[str, set[str]] = defaultdict(set)  # a person's name: the posts that claims give
        for claim in layer.claims:
            person, role = claim.role("subject"), claim.role("role")
            if person and role and person.type == "Person":
                self._roles[normal_form(named.words(person))].add(normal_form(layer.document.cut(role.span)))

    def links(self) -> Iterator[Link]:
        """The links of all anaphors that mean a name."""
        for mention in self.layer.mentions:
            found = None
            if mention.form == "pronoun":
                found = self._pronoun(mention)
            elif mention.form == "nominal":
                found = self._named(mention) or self.alone.meant(mention) or self._nominal(mention)
            if found:
                yield self.named.link(mention, found[0], self.score, found[1])

    # Where things stand

    def _that_fit(self, key: object, fits: Callable[[Mention], bool]) -> list[Mention]:
        """The names that fit, in the order of the text; kept under `key`."""
        if key not in self._fitting:
            self._fitting[key] = [m for m in self.named.all if fits(m)]
        return self._fitting[key]

    @staticmethod
    def _before(mentions: Sequence[Mention], at: int, reach: int) -> Sequence[Mention]:
        """Those that end at `at` or before, and begin within `reach` of it."""
        first = bisect_left(mentions, at - reach, key=lambda m: m.span.start)
        last = bisect_left(mentions, at, lo=first, key=lambda m: m.span.start)
        return [m for m in mentions[first:last] if m.span.end <= at]

    def _start(self, pattern: re.Pattern[str], at: int) -> int:
        """Where the sentence or clause that holds `at` begins."""
        low = max(0, at - _REACH)
        return max((low + m.end() for m in pattern.finditer(self.text[low:at])), default=low)

    def _subject(self, mentions: Sequence[Mention]) -> Mention:
        """Of names in one sentence, the first of the last clause that begins with one."""
        last = mentions[-1]
        clause = self._start(self.words.clause, last.span.start)
        return next(m for m in mentions if m.span.start >= clause or m is last)

    # Pronouns

    def _pronoun(self, mention: Mention) -> _Found | None:
        kind = self.pronouns.get(self.text[mention.span.start : mention.span.end])
        if kind is None:
            return None
        at = mention.span.start
        if kind in ("first", "second"):
            return self._of_pair(at, kind)
        governed = bool(self.words.governed.search(self.text[max(0, at - 1) : at]))
        if kind == "own":
            fits = self._that_fit("own", lambda m: self.named.coarse(m) in ("Person", "Organization"))
            limit = self._start(self.words.sentence, at)
        else:
            fits = self._that_fit(kind, lambda m: m.type == "Person" and not self._other_sex(m, kind))
            limit = self._quotation(at)
        until = self._start(self.words.clause, at) if governed else at
        near = self._told_of([m for m in self._before(fits, until, _REACH) if m.span.start >= limit], kind, at)
        if not near:
            return None
        sentence = self._start(self.words.sentence, near[-1].span.start)
        subject = self._subject([m for m in near if m.span.start >= sentence])
        kin = self._kin(subject.span.end, kind)
        return (subject, "the subject of the clause before the pronoun") if kin is None else self._of_family(near, kin)

    def _told_of(self, near: Sequence[Mention], kind: str, at: int) -> list[Mention]:
        """Those that the text itself speaks of: not who is named in the words of another, or is with another."""
        speaking: dict[Mention, None] = {}
        for one in near:
            who = self._speaker(one.span, at) or one
            speaking[one if kind != "own" and self._other_sex(who, kind) else who] = None
        themselves = [m for m in speaking if not self._is_with_another(m)]
        found = [m for m in themselves if m in near] or themselves
        return sorted(found or near, key=lambda m: m.span)

    def _speaker(self, span: Span, at: int) -> Mention | None:
        """Who says the words that hold a name and end before a place."""
        last = bisect_left(self._said, span.start + 1, key=lambda one: one[1].start)
        before = self._said[max(0, last - _SPEECHES) : last]
        return next((who for who, said in reversed(before) if said.contains(span) and said.end <= at), None)

    @cached_property
    def _said(self) -> list[tuple[Mention, Span]]:
        """Who is named as having said what, in the order of the text."""
        ends = ((c.role("subject"), c.role("object")) for c in self.layer.claims if c.predicate == "said")
        named = [(who, said.span) for who, said in ends if who and said and who.form == "name" and who.type == "Person"]
        return sorted(named, key=lambda one: one[1].start)

    def _is_with_another(self, person: Mention) -> bool:
        """在甲的陪同下: who is with the one that is spoken of."""
        return bool(self.words.with_another.match(self.text, person.span.end))

    def _of_family(self, near: Sequence[Mention], at: int) -> _Found | None:
        """The one of the family who is named behind the word for it, which ends at `at`."""
        clause = self.words.clause.search(self.text, at)
        until = clause.start() if clause else len(self.text)
        named = next((m for m in near if at <= m.span.start < until), None)
        return (named, "the one of the family who is named before") if named else None

    def _kin(self, end: int, kind: str) -> int | None:
        """Where the word for a wife or the like ends behind a person, if the pronoun is one for her: 甲的妻子乙，她."""
        if kind == "own":
            return None
        kin = (self.words.kinswoman if kind == "woman" else self.words.kinsman).match(self.text, end)
        return kin.end() if kin else None

    def _of_pair(self, at: int, kind: str) -> _Found | None:
        """前者, 后者: the first or the second of the last two that were named together, and no third."""
        near = self._before(self.named.all, at, _REACH)
        for n in range(len(near) - 1, 0, -1):
            left, right = near[n - 1], near[n]
            if self._are_joined(left, right):
                third = n > 1 and self._are_joined(near[n - 2], left)
                found = left if kind == "first" else right
                return None if third else (found, "one of the two that were named together")
        return None

    def _are_joined(self, left: Mention, right: Mention) -> bool:
        gap = self.text[left.span.end : right.span.start]
        return self.named.coarse(left) == self.named.coarse(right) and self.words.pair.fullmatch(gap) is not None

    def _quotation(self, at: int) -> int:
        """Where the quotation that holds `at` begins (its 他 is not its speaker), else 0."""
        low = max(0, at - _REACH)
        opened, closed = self.text.rfind("“", low, at), self.text.rfind("”", low, at)
        return opened if opened > closed else 0

    def _other_sex(self, person: Mention, kind: str) -> bool:
        other = self.words.woman if kind == "man" else self.words.man
        name = normal_form(self.named.words(person))
        key = (other, name)
        if key not in self._fitting:
            same = self.named.every.get(("Person", name), [])
            self._fitting[key] = [m for m in same if other.search(self.text[m.span.end : m.span.end + 3])]
        return bool(self._fitting[key])

    # Nominals

    def _named(self, mention: Mention) -> _Found | None:
        """The name that an extractor gives a nominal by, where the document has it."""
        at = self.named.first.get((self.named.coarse(mention), normal_form(mention.name or "")))
        return (at, "what the extractor says that it means") if at else None

    def _nominal(self, mention: Mention) -> _Found | None:
        words = normal_form(self.named.words(mention))
        if mention.type == "Person":
            return self._titled(words)
        if mention.type == "Event":
            return self.events.meant(mention)
        if self.home.country.match(words):
            at = self.named.first.get(("Place", self.names.home))
            return (at, "the country of the article") if at else None
        coarse = self.named.coarse(mention)
        if coarse == "Place":
            if self.home.near.match(words):
                return self._at_hand(mention)
            level = self.own_area.match(words)
            if level:
                return self._home(level["level"])
        rule = next(
            (r for r in self.nominals if (coarse == "Thing" or coarse in r.types) and r.words.search(words)), None
        )
        return self._nearest(mention, rule) if rule else self._alike(mention, words)

    def _alike(self, mention: Mention, words: str) -> _Found | None:
        """该航母: the nearest earlier name of its class that ends so; 该国: the nearest country."""
        kind, noun = self.named.coarse(mention), self.pointing.sub("", words)
        if len(noun) == len(words):
            return None
        if kind == "Place" and noun in self.home.nation:
            fitting = self._that_fit("nations", self._is_nation)
        elif len(noun) > 1:
            fitting = self._that_fit(
                (kind, noun), lambda m: self.named.coarse(m) == kind and normal_form(self.named.words(m)).endswith(noun)
            )
        else:
            return None
        near = self._before(fitting, mention.span.start, _REACH)
        return (near[-1], "the nearest earlier name of its kind") if near else None

    def _is_nation(self, mention: Mention) -> bool:
        """Whether a country is named by itself, and not within another name."""
        return normal_form(self.named.words(mention)) in self.names.countries and not self.named.is_inside(mention)

    def _at_hand(self, mention: Mention) -> _Found | None:
        """当地: the area named last in the same sentence."""
        areas = self._that_fit("areas", lambda m: m.type == "AdministrativeArea")
        limit = self._start(self.words.sentence, mention.span.start)
        near = [m for m in self._before(areas, mention.span.start, _REACH) if m.span.start >= limit]
        return (near[-1], "the area named before in the sentence") if near else None

    def _home(self, level: str) -> _Found | None:
        home = self.areas.home(level)
        at = self.areas.mention(home) if home else None
        return (at, f"the {level} of the article") if at else None

    def _nearest(self, mention: Mention, rule: Nominal) -> _Found | None:
        def fits(m: Mention) -> bool:
            if self.named.coarse(m) not in rule.types or (rule.kinds and m.type not in rule.kinds):
                return False
            if m.type != "AdministrativeArea" and self.named.is_inside(m):
                return False
            return not rule.ends or normal_form(self.named.words(m)).endswith(rule.ends)

        fitting = self._that_fit(rule, fits)
        last = bisect_left(fitting, mention.span.start, key=lambda m: m.span.start) - 1
        while last >= 0 and fitting[last].span.end > mention.span.start:
            last -= 1
        if last < 0:
            return None
        sentence = self._start(self.words.sentence, fitting[last].span.start)
        first = bisect_left(fitting, sentence, hi=last, key=lambda m: m.span.start)
        near = [m for m in fitting[first : last + 1] if not self._is_agent(m)] or [fitting[last]]
        return near[-1], "the nearest earlier name of its kind"

    def _is_agent(self, mention: Mention) -> bool:
        """Whether a name is that of who did it in a passive clause: 县法院 in 被县法院授予称号."""
        at = mention.span.start
        return bool(self.words.agent.search(self.text[max(0, at - 1) : at]))

    def _titled(self, words: str) -> _Found | None:
        """曲局长: the one person of that surname; where posts are known, the one who holds such a post."""
        if words not in self._called:
            fitting = [m for name, m in self._surnamed[words[0]] if name != words]
            post = self.post.search(words)
            if post:
                holders = [m for m in fitting if self._holds(m, post[0])]
                fitting = holders or [m for m in fitting if not self._roles[normal_form(self.named.words(m))]]
            self._called[words] = (fitting[0], "the one person of that surname") if len(fitting) == 1 else None
        return self._called[words]

    @cached_property
    def _surnamed(self) -> Mapping[str, list[tuple[str, Mention]]]:
        """By first character, the short names of persons with their first mentions."""
        found: dict[str, list[tuple[str, Mention]]] = defaultdict(list)
        for name, mention in self.named.of("Person"):
            if len(name) <= _SURNAMED:
                found[name[:1]].append((name, mention))
        return found

    def _holds(self, person: Mention, post: str) -> bool:
        return any(role.endswith(post) for role in self._roles[normal_form(self.named.words(person))])


def _pronouns(ontology: Ontology) -> dict[str, str]:
    """Pronouns and whom they may mean: man, woman or own."""
    table = ontology.table(Resolve).pronouns
    return {word: kind for kind in ("man", "woman", "own", "first", "second") for word in getattr(table, kind)}


def _own_area(ontology: Ontology) -> re.Pattern[str]:
    return ontology.expression(Resolve, ("home", "own"), ontology.table(Resolve).home.own, groups=("level",))
