"""The network that a training of schemes begins with: of weights that are there, the lower layers fixed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.extract.neural.pieces import Vocabulary
from kg.extract.neural.scheme_labels import Scheme
from kg.extract.neural.schemes import CHARACTERS, PAIRS_FILE, SPANS_FILE
from kg.extract.neural.schemes import schemes as learned
from kg.ontology.ontology import Ontology
from kg.train.checkpoints import State
from kg.train.joint.network import Network, key_of
from kg.train.joint.pretrained import Pretrained
from kg.train.joint.restored import network_state, read_as_weights, restored
from kg.train.plan import Log
from kg.train.schemes.labelled_rows import schemes


@dataclass(frozen=True)
class Begun:
    """A network with heads for `schemes`, of which those for `new` learn."""

    net: Network
    schemes: Mapping[str, Scheme]
    new: Mapping[str, Scheme]
    source: Pretrained

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The pieces that the network knows."""
        return Vocabulary(self.source.pieces, self.source.scores.tolist(), self.source.unknown)


def begun(start: Path, files: Sequence[Path], ontology: Ontology, log: Log, *, heads_only: bool) -> Begun:
    """The network for the schemes of files of rows, as far as weights know it already.

    With `heads_only` it keeps the upper layers, and the heads of other schemes with them. Raises TrainingError where
    the weights cannot be read.
    """
    trained = restored(start)
    before = learned(start)
    new = schemes(files, ontology, before)
    others = {name: one for name, one in before.items() if name not in new}
    every = {**others, **new} if heads_only else new
    if others and not heads_only:
        log(f"left out, since the layers below their heads learn: {', '.join(sorted(others))}")
    labels = {name: one.labels for name, one in every.items()}
    kept = list(range(len(trained.source.pieces)))
    net = Network(trained.source, kept, labels, trained.net.shape)
    state, own = net.state_dict(), trained.net.state_dict()
    state |= {name: one for name, one in own.items() if name in state}
    if before:
        with read_as_weights(start):
            known = _state(start, before, every)
            state |= {name: one.view_as(state[name]) for name, one in known.items() if name in state}
    net.load_state_dict(state)
    _fix(net, new, heads_only=heads_only)
    return Begun(net, every, new, trained.source)


def _state(start: Path, before: Mapping[str, Scheme], wanted: Mapping[str, Scheme]) -> State:
    """The weights of the upper layers and of those heads that there are."""
    found = network_state([start / CHARACTERS], "")
    for name in before.keys() & wanted.keys():
        files = [start / one.format(name) for one in (SPANS_FILE, PAIRS_FILE)]
        found |= network_state([one for one in files if one.is_file()], name)
    return found


def _fix(net: Network, new: Mapping[str, Scheme], *, heads_only: bool) -> None:
    """Leave the lower layers as they are; with `heads_only` all but the heads of new schemes."""
    for module in (net.lower, net.upper) if heads_only else (net.lower,):
        module.requires_grad_(False)
        module.eval()
    still = set(net.heads) - {key_of(name) for name in new}
    for key in still:
        net.heads[key].requires_grad_(False)
