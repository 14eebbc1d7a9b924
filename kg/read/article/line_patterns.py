"""The patterns of ontology/article.toml for whole lines of an article, and the readers of their parts."""

from __future__ import annotations

from kg.ontology.ontology import Ontology
from kg.ontology.tables.article import Article
from kg.ontology.tables.metadata import Metadata
from kg.read.article.bylines import person_names
from kg.read.article.datelines import datelines
from kg.read.article.label_lines import label_lines


class LinePatterns:
    """The patterns of ontology/article.toml for whole lines, and the readers of their parts."""

    def __init__(self, ontology: Ontology) -> None:
        table = ontology.table(Article)
        if len(table.fold.from_) != len(table.fold.to):
            what = f"key 'to': it has {len(table.fold.to)} characters, and 'from' has {len(table.fold.from_)}"
            raise ontology.error(Article, ("fold", "to"), what, "give one for each of 'from'")
        self.fold = str.maketrans(table.fold.from_, table.fold.to)
        self.order = ontology.table(Metadata).order
        self.labels, self.names = label_lines(ontology), person_names(ontology)
        self.datelines = datelines(ontology)
        self.strong, self.weak = table.site.strong, table.site.weak
        self.suffix = ontology.expression(Article, ("site", "suffix"), table.site.suffix, groups=("title", "site"))
        self.related, self.links = table.junk.related, table.junk.links
        self.today = ontology.expression(Article, ("date", "today"), table.date.today, groups=("month", "day"))
        self.present = ontology.expression(Article, ("date", "present"), table.date.present, groups=("year",))
        self.agency = ontology.expression(Article, ("parts", "agency"), table.parts.agency)
        self.own = ontology.expression(Article, ("parts", "own"), table.parts.own)
        self.organ, self.board = table.signature.organ, table.signature.board
        self.official = ontology.expression(Article, ("names", "official"), table.names.official, groups=("name",))
        medium = rf"[\u4e00-\u9fffA-Za-z]{{1,10}}?(?:{table.parts.medium})"
        self.medium = ontology.expression(Article, ("parts", "medium"), medium)
