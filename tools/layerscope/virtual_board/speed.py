# SPDX-License-Identifier: Apache-2.0
"""How fast the virtual boards run: `python -m layerscope.virtual_board.speed`.

Instructions per second of the engine's own processor time. Other work on the machine still shows, by the
caches it takes: the best of several inferences is the engine's speed, the median says how busy the machine
was. The first inference also translates and decodes. Boot is wall-clock time from the start of a Python
process to the firmware's first line.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import click

from layerscope.errors import LayerscopeError
from layerscope.serial.console import Console
from layerscope.virtual_board.board import VirtualBoard

_SILENCE_S = 180.0
_BOOT = """
from layerscope.serial.console import Console
from layerscope.virtual_board.board import VirtualBoard
import sys
with VirtualBoard(sys.argv[1], sys.argv[2]) as board, Console.open(board.console_url) as console:
    assert console.wait_for_boot(30.0)
    print("up", flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True)
class Speed:
    """Millions of instructions per second: of the first inference, and of those after it."""

    first: float
    later: list[float]
    instructions: int

    @property
    def best(self) -> float:
        return max(self.later)

    @property
    def median(self) -> float:
        return statistics.median(self.later)


def measure(elf: Path, board: str, timing: bool, inferences: int) -> Speed:
    """Runs the image's network `inferences` times after a first one."""
    figures = []
    with (
        VirtualBoard(elf, board, timing=timing) as virtual,
        Console.open(virtual.console_url, _SILENCE_S, watch=virtual.check) as console,
    ):
        console.wait_for_boot(10.0)
        instructions, seconds = virtual.report()["instructions"], virtual.processor_seconds()
        for _ in range(inferences + 1):
            console.run_json()
            now, spent = virtual.report()["instructions"], virtual.processor_seconds()
            figures.append((now - instructions) / (spent - seconds) / 1e6)
            count, instructions, seconds = now - instructions, now, spent
    return Speed(figures[0], figures[1:], count)


def boot_seconds(elf: Path, board: str, times: int) -> float:
    """From the start of a Python process to the firmware's first line: the best of `times`."""
    measured = []
    for _ in range(times):
        begin = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-c", _BOOT, str(elf), board],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        came_up = process.stdout.readline() == "up\n"
        measured.append(time.monotonic() - begin)
        process.communicate("")
        if not came_up:
            raise LayerscopeError(f"{elf} did not come up on {board}")
    return min(measured)


@click.command()
@click.option("--inferences", default=10, show_default=True, help="After the first one, of each image.")
@click.option("--timing", type=click.Choice(["on", "off", "both"]), default="both", show_default=True)
def main(inferences: int, timing: str) -> None:
    """Measure the engine's speed over the MNIST int8 images of both boards, and the time to boot."""
    from layerscope.build import BOARDS, Variant, build_image

    try:
        for board in BOARDS:
            for fast in (True, False):
                image = build_image(Variant(board, use_cmsis_nn=fast))
                name = f"{board}, int8, {'fast' if fast else 'reference'}"
                for on in [True, False] if timing == "both" else [timing == "on"]:
                    speed = measure(image.elf, board, on, inferences)
                    click.echo(
                        f"{name:38} timing {'on ' if on else 'off'}  {speed.best:6.1f} M instructions/s, "
                        f"median {speed.median:6.1f}, the first inference {speed.first:6.1f} "
                        f"({speed.instructions} instructions)"
                    )
            click.echo(f"{board}: boot to the first line {boot_seconds(image.elf, board, 5):.2f} s")
    except LayerscopeError as error:
        raise click.ClickException(str(error)) from error


if __name__ == "__main__":
    main()
