"""The questions that ship in ontology/questions/: one file each, SPARQL with comments.

    # zh: 谁在哪里任什么职务？
    # en: Who holds which post where?
    # set: person=何立群
    SELECT ?person ?role ?organization { VALUES ?person { UNDEF } … }
    # answer:
    # person | role | organization
    # id:何立群 | 馆长 | id:临江县档案馆

The lines under `# answer:` are what the question answers on the example, with the parameters as in `# set:`.
A `VALUES` over one variable is a parameter: with `UNDEF` in it an entity may be named by any of its names, with a
string in it a text replaces that string. With prefixed names in it, it is a choice: some of them can be picked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import OntologyError, QueryError
from kg.ontology.ontology import Ontology

PARAMETER = re.compile(r"VALUES\s+\?(\w+)\s*\{\s*(UNDEF|\"[^\"\\\n]*\")\s*\}")
CHOICE = re.compile(r"VALUES\s+\?(\w+)\s*\{((?:\s*+\w++:\w++)++)\s*\}")
_ANSWER = "# answer:"


@dataclass(frozen=True, slots=True)
class Question:
    """A question by name: in Chinese, in English, in SPARQL, with the names of its parameters.

    `choices` are the parameters that pick from prefixed names (`kg:organized`), each with those that there are.
    `answer` are the lines that it gives on the example with the parameters of `example` set (see kg.query.bind.lines).
    """

    name: str
    zh: str
    en: str
    sparql: str
    parameters: tuple[str, ...]
    example: tuple[tuple[str, str], ...]
    answer: tuple[str, ...]
    choices: tuple[tuple[str, tuple[str, ...]], ...] = ()


def questions(ontology: Ontology) -> tuple[Question, ...]:
    """All questions of an ontology, sorted by name; OntologyError where a file lacks its zh or en line."""
    folder = ontology.path / "questions"
    names = sorted(file.name for file in folder.glob("*.rq"))
    return tuple(_read(name, ontology.text(f"questions/{name}"), str(folder / name)) for name in names)


def question(ontology: Ontology, name: str) -> Question:
    """The question of a name; QueryError, which lists the names, where there is none."""
    known = {q.name: q for q in questions(ontology)}
    if name not in known:
        raise QueryError(f"no question is called {name!r}", hint=f"choose one of: {', '.join(known)}")
    return known[name]


def _read(file: str, text: str, where: str) -> Question:
    query, _, answer = text.partition(_ANSWER)
    titles = dict(re.findall(r"^# (zh|en): (.+)$", query, re.MULTILINE))
    for language in ("zh", "en"):
        if language not in titles:
            raise OntologyError(f"it has no line '# {language}: …'", where=where, hint="write the question there")
    parameters = tuple(dict.fromkeys(m[1] for m in PARAMETER.finditer(query)))
    rows = tuple(line.removeprefix("#").strip() for line in answer.splitlines() if line.startswith("#"))
    example = tuple(re.findall(r"^# set: (\w+)=(.+)$", query, re.MULTILINE))
    choices = tuple((m[1], tuple(m[2].split())) for m in CHOICE.finditer(query))
    sparql = query.rstrip() + "\n"
    return Question(file.removesuffix(".rq"), titles["zh"], titles["en"], sparql, parameters, example, rows, choices)
