"""`kg train`: networks and votes again, from data of the user's own."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import options
from kg.cli.train_joint import joint
from kg.cli.train_networks import names, relations
from kg.cli.train_options import ManyFiles, out_option, today
from kg.train.plan import check_packages


@click.group()
def train() -> None:
    """Train the networks again on your own data (names and relations need: pip install 'zhkg[train]')."""


train.add_command(joint)
train.add_command(names)
train.add_command(relations)


@train.command(cls=ManyFiles)
@click.argument("folders", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@click.option(
    "--relations",
    "files",
    multiple=True,
    type=options.PATH,
    metavar="ROWS.jsonl…",
    help="Learn on triples too: on the rows of these files that kg train relations held out.",
)
@out_option("The folder of weights that holds tagger.onnx; vote.json and claims.json are written there.")
@options.ontology
def vote(folders: tuple[Path, ...], files: tuple[Path, ...], out: Path, ontology: Path | None) -> None:
    """Learn how rules and networks vote on names and relations, from annotated articles (ID.json beside ID.txt)."""
    from kg.extract.neural.relation_model import WEIGHTS
    from kg.ontology.ontology import load
    from kg.train.gold import annotated_articles
    from kg.train.votes import claim_votes, name_votes

    known = load(ontology)
    articles = list(annotated_articles(folders, known))
    facts = name_votes.learn([name_votes.labelled_ballot(one, known, out) for one in articles], out, today())
    click.echo(
        f"{facts['articles']} articles, {facts['proposals']} proposals; F1 over them, cross-validated by article:"
    )
    for kind, row in facts["cross_validated"].items():
        click.echo(f"  {kind:<14} vote {row['vote_f1']:.3f}  rules {row['rules_f1']:.3f}  of {row['proposed_right']}")
    if (out / WEIGHTS).is_file():
        facts = claim_votes.learn_from(articles, files, known, out, today())
        for name, row in facts["cross_validated"].items():
            click.echo(
                f"relations, {name}: {row['right']} of {row['candidates']} candidates are right; "
                f"at a threshold of {row['cut']}, {row['kept']} are kept, {row['kept right']} of them right"
            )


@train.command(name="offers")
@click.argument("folders", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@out_option("The folder of weights of kg train joint; offers.json is written there.")
@options.ontology
def offer_vote(folders: tuple[Path, ...], out: Path, ontology: Path | None) -> None:
    """Learn which relations of the joint network are right, from annotated articles (ID.json beside ID.txt).

    Of these only the articles count that kg train joint held out: of others the network knows the answers.
    """
    from kg.ontology.ontology import load
    from kg.train.gold import held_out
    from kg.train.votes import offer_votes

    known = load(ontology)
    facts = offer_votes.learn_from(held_out(folders, out, known), known, out, today())
    row = facts["cross_validated"]
    kept = f"{row['kept']} are kept, {row['kept right']} of them right"
    click.echo(f"{row['right']} of {row['facts']} facts offered are right; {kept}")


@train.command(name="figures")
@click.argument("folders", metavar="GOLD_FOLDER…", nargs=-1, required=True, type=options.PATH)
@out_option("The folder of an ontology; figure_owners.toml is written there.")
@options.ontology
def figure_owners(folders: tuple[Path, ...], out: Path, ontology: Path | None) -> None:
    """Learn what figures are about, from annotated articles (ID.json beside ID.txt)."""
    check_packages()
    from kg.ontology.ontology import load
    from kg.train.figures import learn, write
    from kg.train.gold import annotated_articles

    known = load(ontology)
    weights = learn(list(annotated_articles(folders, known)), known)
    write(weights, out)
    click.echo(f"{len(weights)} signs have a weight")


@train.command(name="silver")
@click.argument("files", metavar="TEXT.jsonl…", nargs=-1, required=True, type=options.PATH)
@out_option("File for the rows (.jsonl or .jsonl.gz).")
@options.ontology
def silver_rows(files: tuple[Path, ...], out: Path, ontology: Path | None) -> None:
    """Write what the rules find in unlabelled text ({"text"} a line) as rows to train on."""
    from kg.ontology.ontology import load
    from kg.train.silver import write_silver

    click.echo(str(write_silver(files, out, load(ontology))))
