"""Checkpoints: a network's weights as a .pt file."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from kg.errors import TrainingError
from kg.train.output import writing

State = dict[str, Tensor]


def read_state(file: Path, hint: str = "name a checkpoint (.pt)") -> State:
    """The weights of a checkpoint; TrainingError, with `hint`, where it cannot be read or is none."""
    try:
        state = torch.load(file, weights_only=True)
    except OSError as error:
        raise TrainingError(f"it cannot be read: {error.strerror}", where=str(file), hint=hint) from None
    except Exception as error:  # of pickle and zip: whatever a file that is no checkpoint leads to
        what = str(error).split("\n")[0]
        raise TrainingError(f"it is no checkpoint: {what}", where=str(file), hint=hint) from None
    if not isinstance(state, dict):
        raise TrainingError("it is no checkpoint: it holds no table of weights", where=str(file), hint=hint)
    return state


def write_state(file: Path, state: State) -> None:
    """Write a checkpoint; TrainingError where it cannot be written."""
    with writing(file):
        torch.save(state, file)


def copied(net: nn.Module) -> State:
    """A copy of a network's weights."""
    return {name: value.detach().clone() for name, value in net.state_dict().items()}
