"""What several tests of trainings begin with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.train.small_encoder import encoder


@pytest.fixture(scope="session")
def encoder_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a small encoder."""
    made = tmp_path_factory.mktemp("encoder") / "small.bin"
    made.write_bytes(encoder())
    return made
