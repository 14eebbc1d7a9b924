"""`kg completion`: what a shell needs to complete commands, options and their values."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kg.cli.verb import Verb

_VARIABLE = "_KG_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")


@click.command(
    cls=Verb,
    project=False,
    examples=[
        ("kg completion bash > kg.bash", "For bash; then, in ~/.bashrc: source PATH/kg.bash"),
        ("kg completion zsh > _kg", "For zsh, into a folder of $fpath."),
        ("kg completion fish > kg.fish", "For fish, into ~/.config/fish/completions."),
    ],
)
@click.argument("shell", type=click.Choice(_SHELLS))
def completion(shell: str) -> None:
    """Print the completion script of a shell.

    It completes commands, options, files, and the names of extractors, formats and questions.
    """
    kind = get_completion_class(shell)
    assert kind is not None
    root = click.get_current_context().find_root()
    made = kind(root.command, {}, "kg", _VARIABLE)
    click.echo(made.source_template % made.source_vars())
