# SPDX-License-Identifier: Apache-2.0
"""The `layerscope` command: finds its subcommands by file name and turns errors into one sentence."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from layerscope import commands
from layerscope.errors import LayerscopeError, how_to_install


class Sentence(click.ClickException):
    """A LayerscopeError on its way to the terminal."""

    exit_code = 1

    def show(self, file: Any = None) -> None:
        click.echo(f"error: {self.message}", file=file or sys.stderr)


class LazyGroup(click.Group):
    """Loads `layerscope.commands.<name>` only when that command, or the list of commands, is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (module.name for module in pkgutil.iter_modules(commands.__path__))
        return sorted(name.replace("_", "-") for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        try:
            module = importlib.import_module(f"layerscope.commands.{cmd_name.replace('-', '_')}")
        except ModuleNotFoundError as error:
            return _unavailable(cmd_name, error.name or str(error))
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except LayerscopeError as error:
            raise Sentence(str(error)) from error


def _unavailable(name: str, missing: str) -> click.Command:
    """Stands in for a command whose optional packages are not installed, so that the others still work."""
    if missing.startswith("layerscope."):
        advice = f"the module {missing} is missing from this installation; run `make setup` again"
    else:
        advice = (
            f"the Python package `{missing}` is not installed; run `make setup`, "
            f"or {how_to_install('verify,plot')} for the optional parts"
        )

    @click.command(
        name,
        help=f"(unavailable: no module {missing})",
        context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
        add_help_option=False,
    )
    @click.pass_context
    def stand_in(ctx: click.Context) -> None:
        raise LayerscopeError(f"`layerscope {name}` cannot start: {advice}")

    return stand_in


def _version() -> str:
    try:
        return version("layerscope")
    except PackageNotFoundError:
        return "unknown (not installed)"


def example(text: str) -> Callable[[click.Command], click.Command]:
    """Decorator, placed above `@click.command`: shows `text` under "Example:" in the command's --help."""

    def attach(command: click.Command) -> click.Command:
        command.epilog = "\b\nExample:\n" + "\n".join("  " + line for line in text.strip().splitlines())
        return command

    return attach


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(_version(), prog_name="layerscope", message="%(prog)s %(version)s")
def main() -> None:
    """Measures a neural network layer by layer on Cortex-M7 boards, and says why.

    \b
    Start here:
      layerscope bench                 both boards, every build option, one table per board
      layerscope parse log.txt         per-layer table from anybody's console log
      layerscope COMMAND --help        what a command does, with an example
    """


if __name__ == "__main__":
    main()
