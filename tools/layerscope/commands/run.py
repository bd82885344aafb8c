# SPDX-License-Identifier: Apache-2.0
"""`layerscope run`: a virtual board on its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from layerscope.cli import example
from layerscope.virtual_board import BOARDS
from layerscope.virtual_board.terminal import RunOptions, run_board


def _address(context: click.Context, option: click.Parameter, value: str | None) -> int | None:
    if value is None:
        return None
    try:
        address = int(value, 0)
    except ValueError:
        address = -1
    if not 0 <= address < 1 << 32:
        raise click.BadParameter(f"`{value}` is no address; give one such as 0x08000000")
    return address


def _line(context: click.Context, option: click.Parameter, value: str) -> str:
    """Where a serial line is; whether the port is one is for who opens it."""
    stdio = "stdio, " if option.name == "console" else ""
    if value.startswith("tcp:") or value == "pty" or (stdio and value == "stdio"):
        return value
    raise click.BadParameter(f"`{value}` is no place for a serial line; give {stdio}tcp:PORT or pty")


@example("layerscope run .pio/build/disco_f746ng/firmware.elf --board disco_f746ng --send 2 --until Out[9]")
@click.command("run")
@click.argument("elf", type=click.Path(path_type=Path))
@click.option(
    "--board", required=True, type=click.Choice(sorted(BOARDS)), help="The board that ELF is built for."
)
@click.option(
    "--console",
    default="stdio",
    show_default=True,
    metavar="stdio|tcp:PORT|pty",
    callback=_line,
    help="Where the console is.",
)
@click.option(
    "--host-link",
    default="tcp:0",
    show_default=True,
    metavar="tcp:PORT|pty",
    callback=_line,
    help="Where the host link is.",
)
@click.option("--timing/--no-timing", default=True, help="Model cycles, or only count instructions.")
@click.option(
    "--lenient",
    is_flag=True,
    help="Warn once, instead of stopping, where the program breaks a rule of the chip.",
)
@click.option("--overclock", is_flag=True, help="Allow clocks beyond the data sheet.")
@click.option(
    "--baud",
    type=click.IntRange(300, 6_000_000),
    default=115200,
    show_default=True,
    help="What the other end of the serial lines is set to.",
)
@click.option(
    "--load-address",
    callback=_address,
    metavar="ADDRESS",
    help="Where a .bin goes (else: the start of flash), such as 0x08010000.",
)
@click.option("--send", metavar="TEXT", help="Type TEXT once the board is up (its first line is out).")
@click.option("--until", metavar="TEXT", help="End when the console has printed a line with TEXT.")
@click.option(
    "--timeout", default=60.0, show_default=True, help="With --until: give up after so many seconds."
)
@click.option(
    "--gdb",
    type=click.IntRange(0, 65535),
    metavar="PORT",
    help="Serve GDB on this TCP port; the board waits before its first instruction.",
)
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.svg",
    help="Write a flame graph, functions by cycles, and FILE.folded beside it.",
)
@click.option(
    "--cache-misses",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.csv",
    help="Write cache misses and their stalls by function and variable.",
)
@click.option(
    "--trace",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the instructions around --trace-at: what each waited for, and the memory it touched.",
)
@click.option(
    "--trace-at",
    metavar="CYCLE|FUNCTION|0xADDRESS",
    help="A cycle, or the first execution of a function or of the instruction at an address "
    "[default: the end of the run].",
)
@click.option(
    "--trace-window",
    type=click.IntRange(1, 100_000),
    default=100,
    show_default=True,
    metavar="N",
    help="How many instructions before it, and as many behind it.",
)
@click.option("--report", is_flag=True, help="Print the counters as JSON at the end.")
def command(elf: Path, board: str, **options: Any) -> None:
    """Run ELF, the unmodified image of a real board, on a virtual one.

    With a console on `stdio` the terminal is the board's console; Ctrl-C ends the run.
    PORT 0 means any free port. Registers without a model that the program used are listed at the end.
    """
    if options["trace_at"] is not None and options["trace"] is None:
        raise click.UsageError(
            "--trace-at says where, and --trace FILE that there is to be a trace; give both"
        )
    run_board(elf, board, RunOptions(**options))
