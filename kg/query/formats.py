"""The formats in which an answer can be written."""

from __future__ import annotations

from typing import Literal, TypeAlias, get_args

AnswerFormat: TypeAlias = Literal["table", "csv", "tsv", "json", "turtle"]
ANSWER_FORMATS: tuple[AnswerFormat, ...] = get_args(AnswerFormat)
