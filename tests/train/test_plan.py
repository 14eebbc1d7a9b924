"""What every training begins with: folder, log, groups, checkpoints."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import TrainingError
from kg.train.batching import sized_groups
from kg.train.json_rows import by_set
from kg.train.plan import LOG, training_log


def test_the_log_is_written_line_by_line(tmp_path: Path) -> None:
    echoed: list[str] = []
    with training_log(tmp_path / "new" / "out", echoed.append) as log:
        log("epoch 1")
        assert (tmp_path / "new" / "out" / LOG).read_text("utf-8") == "epoch 1\n"
    assert echoed == ["epoch 1"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(TrainingError, match="it cannot be written"), training_log(tmp_path / "file", print):
        pass


def test_files_of_a_set_go_together() -> None:
    files = [Path("a/msra.train.jsonl"), Path("pfr1998.x.jsonl.gz"), Path("b/msra.more.jsonl")]
    assert by_set(files) == {"msra": [files[0], files[2]], "pfr1998": [files[1]]}


@given(st.lists(st.integers(1, 50)), st.integers(50, 200))
def test_groups_hold_every_piece_once_and_no_more_than_their_size(lengths: list[int], size: int) -> None:
    groups = sized_groups(lengths, size, None)
    assert sorted(n for group in groups for n in group) == list(range(len(lengths)))
    assert all(len(group) * max(lengths[n] for n in group) <= size for group in groups)


def test_a_checkpoint_that_is_damaged(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="training needs PyTorch: pip install 'zhkg[train]'")
    from kg.train.checkpoints import read_state

    file = tmp_path / "joint.pt"
    with pytest.raises(TrainingError, match=r"joint\.pt: it cannot be read"):
        read_state(file)
    torch.save([1], file)
    with pytest.raises(TrainingError, match=r"joint\.pt: it is no checkpoint.*; name another"):
        read_state(file, hint="name another")
