"""Options that take all words up to the next option."""

from __future__ import annotations

from typing import ClassVar

import click

from kg.cli.verb import Verb


class ManyValued(Verb):
    """A command some of whose options (`many`) take several words: --dev A B."""

    many: ClassVar[tuple[str, ...]] = ()

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option before each of its words; `--` ends the options."""
        spread: list[str] = []
        current = ""
        for at, word in enumerate(args):
            if word == "--":
                spread += args[at:]
                break
            if word.startswith("-") and word != "-":
                current = word if word in self.many else ""
                if not current:
                    spread.append(word)
                elif args[at + 1 : at + 2] == [] or args[at + 1].startswith("-"):
                    raise click.BadOptionUsage(word, f"Option {word!r} requires an argument.", ctx)
            else:
                spread += [current, word] if current else [word]
        return super().parse_args(ctx, spread)
