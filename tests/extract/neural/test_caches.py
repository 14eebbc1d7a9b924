"""Nothing that is cached grows for ever in a process that loads many ontologies or folders of weights."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest

import kg.extract.neural
from kg.extract.vote import offer_weights


def cached() -> Iterator[Any]:
    names = [module.name for module in pkgutil.iter_modules(kg.extract.neural.__path__)]
    for module in (offer_weights, *(import_module(f"kg.extract.neural.{name}") for name in names)):
        own = [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__]
        yield from (one for one in own if hasattr(one, "cache_parameters"))


def address(function: Any) -> str:
    return f"{function.__module__}.{function.__name__}"


CACHED: list[Any] = sorted(cached(), key=address)


@pytest.mark.parametrize("function", CACHED, ids=lambda one: str(one.__name__))
def test_a_cache_is_bounded(function: Any) -> None:
    assert function.cache_parameters()["maxsize"] is not None
