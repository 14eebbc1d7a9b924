"""`kg train`: networks and votes again, from data of the user's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from kg.cli import options, report
from kg.cli.train_joint import joint
from kg.cli.train_options import out_option, tell, today
from kg.cli.train_schemes import schemes
from kg.cli.verb import Verb, Verbs
from kg.train.plan import check_packages


@click.group(cls=Verbs)
def train() -> None:
    """Train the networks again on your own data.

    All but vote and persons need: pip install 'zhkg[train]'
    """


train.add_command(joint)
train.add_command(schemes)


@train.command(
    cls=Verb, examples=[("kg train vote gold -o weights", "From annotated articles, beside the network in weights.")]
)
@click.argument("folders", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@out_option("The folder of weights of kg train joint; vote.json and offers.json are written there.")
@options.ontology
@options.as_json
def vote(folders: tuple[Path, ...], out: Path, ontology: Path | None, as_json: bool) -> None:
    """Learn how rules and network vote on names and claims, from annotated articles (ID.json beside ID.txt).

    Of these only the articles count that kg train joint held out: of others the network knows the answers.
    """
    from kg.ontology.ontology import load
    from kg.train.gold import held_out
    from kg.train.votes import name_votes, offer_votes

    known = load(ontology)
    articles = held_out(folders, out, known, report.warn)
    names = name_votes.learn([name_votes.labelled_ballot(one, known, out) for one in articles], out, today())
    relations = offer_votes.learn_from(articles, known, out, today())
    made = {"out": str(out), "names": names, "relations": relations}
    tell(as_json, made, (*_name_lines(names), *_relation_lines(relations)))


def _name_lines(facts: dict[str, Any]) -> Iterator[str]:
    yield f"{facts['articles']} articles, {facts['proposals']} proposals; F1 over them, cross-validated by article:"
    for kind, row in facts["cross_validated"].items():
        yield f"  {kind:<14} vote {row['vote_f1']:.3f}  rules {row['rules_f1']:.3f}  of {row['proposed_right']}"


def _relation_lines(facts: dict[str, Any]) -> Iterator[str]:
    for name, row in facts["cross_validated"].items():
        yield (
            f"relations, {name}: {row['right']} of {row['facts']} facts offered are right; "
            f"{row['kept']} are kept, {row['kept right']} of them right"
        )


@train.command(
    name="figures",
    cls=Verb,
    examples=[("kg train figures gold -o my-ontology", "Into an ontology of your own; --ontology uses it.")],
)
@click.argument("folders", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@out_option("The folder of an ontology; figure_owners.toml is written there.")
@options.ontology
@options.as_json
def figure_owners(folders: tuple[Path, ...], out: Path, ontology: Path | None, as_json: bool) -> None:
    """Learn what figures are about, from annotated articles (ID.json beside ID.txt)."""
    check_packages()
    from kg.ontology.ontology import load
    from kg.train.figures import learn, write
    from kg.train.gold import annotated_articles

    known = load(ontology)
    weights = learn(list(annotated_articles(folders, known, report.warn)), known)
    write(weights, out)
    tell(as_json, {"out": str(out), "weights": len(weights)}, [f"{len(weights)} signs have a weight"])


@train.command(
    name="persons",
    cls=Verb,
    examples=[("kg train persons decided.jsonl --articles news -o my-ontology", "Into an ontology of your own.")],
)
@click.argument("files", metavar="DECIDED.jsonl…", nargs=-1, required=True, type=options.PATH)
@click.option("--articles", required=True, type=options.PATH, metavar="FOLDER", help="The articles, as files.")
@out_option("The folder of an ontology; same_person.toml is written there.")
@options.ontology
@options.as_json
def persons_of_one_name(
    files: tuple[Path, ...], articles: Path, out: Path, ontology: Path | None, as_json: bool
) -> None:
    """Learn what tells that two articles speak of one person.

    A line says which articles do: {"name": "李明", "clusters": [["a", "b"], ["c"]]}, where a is the article a.txt.
    """
    from kg.ontology.ontology import load
    from kg.train import persons

    known = load(ontology)
    names = persons.decided_names(files)
    learned = persons.learn(persons.labelled(names, persons.persons_of(articles, names, known, report.warn), known))
    written = str(persons.write(learned, out, known))
    made = {"out": written, "bar": learned.bar, "weights": learned.weights, **learned.facts}
    tell(as_json, made, _person_lines(learned.bar, learned.facts))


def _person_lines(bar: float, facts: Mapping[str, Any]) -> Iterator[str]:
    yield f"{facts['names']} names, {facts['pairs']} pairs; above the bar of {bar}, cross-validated by name:"
    for name, title in (("all", "all names"), ("two_characters", "of two characters")):
        row = facts[name]
        yield f"  {title:<18} {row['joined']} pairs, {row['right']} of them right, of {row['same']} of one person"
