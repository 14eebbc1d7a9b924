"""What finders give: a mention that may be there, how sure they are, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum

from kg.types import Mention


class Family(StrEnum):
    """What kind of finder a candidate comes from. The vote on names learns how far each is to be trusted."""

    PERSON = "person"
    PLACE = "place"
    NAME = "name"
    TITLE = "title"
    QUOTE = "quote"
    OTHER = "other"


class Source(Enum):
    """Where a candidate comes from: what its finder read. Each source belongs to a `Family`."""

    DATE = "date", Family.OTHER
    QUANTITY = "quantity", Family.OTHER
    ROLE = "role", Family.OTHER
    NOMINAL = "nominal", Family.OTHER  # 该局, and pronouns
    NETWORK = "network", Family.OTHER  # the trained network
    PERSON = "person", Family.PERSON
    PLACE = "place", Family.PLACE  # the lists of places, and fixed forms
    PLACE_TAIL = "place with a tail", Family.PLACE  # a listed name and what makes an area of it: 临安|市
    PLACE_MEMBER = "one of counted places", Family.PLACE  # 川、滇、黔|三省交界处
    PLACE_WORD = "place word", Family.PLACE  # a word that the segmentation tags as a place
    PLACE_COMPOSED = "composed place", Family.PLACE  # stem and suffix: 解放|路
    TOWNSHIP = "township", Family.PLACE  # the list of townships
    NAME = "name", Family.NAME  # a head noun and what stands before it, or a form
    NAME_KNOWN = "known name", Family.NAME  # the lists of names
    NAME_GIVEN = "name that the text gives", Family.NAME  # 甲（以下简称乙）, 丙（603288.SH）
    NAME_SHORT_HEAD = "name with a short head", Family.NAME  # its head may begin a longer one: 上海证券|大厦
    EVENT_BARE = "event by its head alone", Family.NAME  # 召开|座谈会
    TITLE = "title", Family.TITLE
    QUOTE = "quote", Family.QUOTE
    QUOTE_VERB = "quote after a verb", Family.QUOTE  # only a verb says that it is a name: 实现“跨省通办”

    def __init__(self, label: str, family: Family) -> None:
        self.label, self.family = label, family


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention that a finder proposes; `score` in 0..1 decides between candidates that overlap.

    `rule` is for people who ask why it was proposed; what the program does depends on `source`.
    """

    mention: Mention
    score: float
    rule: str
    source: Source
