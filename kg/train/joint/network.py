"""A network: the encoder, and heads for each set of labels over it."""

from __future__ import annotations

from collections.abc import Mapping

from torch import Tensor, nn

from kg.extract.neural.joint_labels import Labels
from kg.train.joint.encoder import Layer, Lower, Shape, Upper
from kg.train.joint.heads import Heads
from kg.train.joint.pretrained import Pretrained

OWN = "own"  # the set of our own labels


class Network(nn.Module):
    """The encoder over the pieces `kept` of its vocabulary, and heads for sets of labels by name."""

    def __init__(self, source: Pretrained, kept: list[int], labels: Mapping[str, Labels], shape: Shape) -> None:
        super().__init__()
        self.shape, self.unknown = shape, kept.index(source.unknown)
        self.lower, self.upper = Lower(source, kept, shape), Upper(source, shape)
        self.heads = nn.ModuleDict({key_of(name): Heads(one, shape) for name, one in labels.items()})
        self.sizes: dict[str, float] = {
            "width": source.width,
            "layers": shape.layers,
            "shared": shape.shared,
            "heads": source.heads,
            "inner": source.inner,
            "epsilon": source.epsilon,
        }

    @property
    def layers(self) -> list[Layer]:
        """The layers of the encoder, from below."""
        return [one for one in (*self.lower.layers, *self.upper.layers) if isinstance(one, Layer)]

    def heads_of(self, name: str) -> Heads:
        """The heads for a set of labels."""
        heads = self.heads[key_of(name)]
        if not isinstance(heads, Heads):
            raise TypeError(name)
        return heads

    def characters(self, batch: Mapping[str, Tensor]) -> Tensor:
        """Vectors (windows, characters, width); without `real` and `there` in the batch there is no padding."""
        made: Tensor = self.upper(*self.lower(batch), batch)
        return made


def key_of(name: str) -> str:
    """Where the heads for a set of labels stand among `heads`, which has names of its own, such as `train`."""
    return f"of_{name}"
