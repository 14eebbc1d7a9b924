"""Requests made from the OpenAPI description: KG_EXAMPLES of each kind (default 4)."""

from __future__ import annotations

import contextlib
import os
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.serve.served import BEARER, Served

EXAMPLES = int(os.environ.get("KG_EXAMPLES", "4"))


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
]


@pytest.mark.parametrize("mode", GenerationMode)
def test_what_is_described_is_so(served: Served, mode: GenerationMode) -> None:
    holds_as_described(served, mode, {})


@pytest.mark.parametrize("mode", GenerationMode)
def test_what_is_described_is_so_where_it_may_be_changed(writable: Served, mode: GenerationMode) -> None:
    holds_as_described(writable, mode, BEARER)
    assert writable.get("/health").json()["status"] == "ok"


def holds_as_described(served: Served, mode: GenerationMode, headers: dict[str, str]) -> None:
    """Whether a text is SPARQL or JSON no schema says, so whether a request is right is not judged here."""
    described = schemathesis.openapi.from_url(f"{served.url}openapi.json")
    tried = 0
    for found in described.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]

        @given(case=operation.as_strategy(generation_mode=mode))
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
        )
        def holds(case: Any) -> None:
            nonlocal tried
            tried += 1
            case.call_and_validate(checks=CHECKS, headers=headers)

        with contextlib.suppress(Unsatisfiable):  # nothing that it takes can be wrong
            holds()
    assert tried > EXAMPLES
