# SPDX-License-Identifier: Apache-2.0
"""Runs the kernel grid on a virtual board: `make grid`, or `.venv/bin/python test/tools/kernel_grid.py`.

Every shape runs three times: with the reference kernels, with the fast kernel that the runtime chooses, and
with the most general fast kernel of its table. Outputs are compared, instructions and cycles (modelled) set
beside each other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click
import numpy as np
from grid_shapes import Shape, shapes
from layerscope.bench.runner import BOOT_SILENCE_S, VIRTUAL_SILENCE_S
from layerscope.build import PROJECT, Image, Variant, build_image
from layerscope.errors import LayerscopeError
from layerscope.host_runtime import HostRuntime
from layerscope.models.operators import RESOLVER_METHODS
from layerscope.models.reader import read_model
from layerscope.results.figures import NOTHING
from layerscope.results.grid import Grid
from layerscope.serial.console import Console
from layerscope.verify.board_survey import FIRMWARE as SURVEY_FIRMWARE
from layerscope.verify.board_survey import write_sources
from layerscope.verify.generate import TENSOR_TYPES
from layerscope.verify.numerics import FLOAT_LAYER_BOUND, HYBRID_LAYER_BOUND, compare
from layerscope.virtual_board import VirtualBoard

BOARDS = ("disco_f746ng", "teensy40")
MARGIN = 1.03
PLACE_CYCLES = 100
"""What the place of a layer's code decides by itself. One and the same kernel differed from image to image by
up to 150 cycles on disco_f746ng, as lines shared a set of its 4 KB instruction cache, and by up to 60 on
teensy40, as branches shared a predictor's counter. A shape counts as slower if both boards find it so."""
SETS = ("reference", "fast", "general")
FIRMWARE = Path(__file__).resolve().parents[1] / "firmware" / "kernel_grid"
_MOST_MODEL_BYTES = {"disco_f746ng": 760_000, "teensy40": 1_700_000}
"""Of one image's flash; the code takes the rest."""
_MOST_OUTPUT_BYTES = {"disco_f746ng": 4 << 20, "teensy40": 440 << 10}
"""As main.cc has them."""
_MOST_CASES = 1024
_RECORD_BYTES = 12


@dataclass(frozen=True)
class Run:
    """One model with one set of kernels."""

    instructions: int
    cycles: int
    stack_bytes: int
    outputs: bytes


@dataclass(frozen=True)
class Row:
    """One shape with all sets."""

    shape: Shape
    kernel: str
    runs: dict[str, Run]
    exact: bool
    difference: str
    """What is wrong with the outputs; empty when they are as they must be."""

    def ratio(self, of: str, to: str = "reference", cycles: bool = True) -> float:
        """Cycles, or instructions, of one set over another's: above 1 it is slower."""
        one, other = self.runs[of], self.runs[to]
        return one.cycles / other.cycles if cycles else one.instructions / other.instructions


@dataclass(frozen=True)
class GridImage(Variant):
    """The image as build.py wants it: the grid's sources in place of the application's."""

    name: str = "grid"
    kernels: str = "fast"
    sources: str = ""

    @property
    def slug(self) -> str:
        return f"kernel_{self.name}_{self.board}_{self.kernels}"

    @property
    def folder(self) -> Path:
        return PROJECT / ".pio" / "layerscope" / f"{self.slug}_sources"

    @property
    def environment(self) -> dict[str, str]:
        flags = "-DLAYERSCOPE_CHOOSE_GENERAL" if self.kernels == "general" else ""
        grid = {
            "PLATFORMIO_SRC_DIR": str(self.folder),
            "PLATFORMIO_BUILD_FLAGS": flags,
            "LAYERSCOPE_GENERATED": self.sources,
        }
        return {**super().environment, **grid}


def run_models(
    models: Sequence[bytes],
    kernels: str,
    timing: bool = True,
    name: str = "grid",
    board: str = BOARDS[0],
) -> list[Run]:
    """Runs each model once, with one set of kernels, in as few images as the flash allows.

    Without `timing` instructions are what they are, and cycles the same.
    """
    found: list[Run] = []
    for part in _parts(models, board):
        found += _run_image(_build(part, kernels, name, board), part, timing)
    return found


def _parts(models: Sequence[bytes], board: str) -> Iterator[list[bytes]]:
    part: list[bytes] = []
    taken = outputs = 0
    for model in models:
        size, output = len(model), _output_bytes(model)
        full = taken + size > _MOST_MODEL_BYTES[board] or outputs + output > _MOST_OUTPUT_BYTES[board]
        if part and (full or len(part) == _MOST_CASES):
            yield part
            part, taken, outputs = [], 0, 0
        part.append(model)
        taken, outputs = taken + size, outputs + output
    yield part


def _output_bytes(model: bytes) -> int:
    graph = read_model(model).main
    tensors = [graph.tensors[index] for index in graph.outputs]
    return sum(tensor.elements * np.dtype(TENSOR_TYPES[tensor.type][1]).itemsize for tensor in tensors)


def _build(models: Sequence[bytes], kernels: str, image: str, board: str) -> Image:
    names = {op.name for model in models for op in read_model(model).main.operators}
    listed = " ".join(f"X({RESOLVER_METHODS[name]})" for name in sorted(names))
    texts = {
        "main.cc": (FIRMWARE / "main.cc").read_text(encoding="utf-8"),
        "console.h": (SURVEY_FIRMWARE / "console.h").read_text(encoding="utf-8"),
        "operators.h": f"#define GRID_OPERATORS(X) {listed}\n",
        "models.S": _assembly(models),
    }
    digest = sha256("\0".join(texts.values()).encode()).hexdigest()
    use_cmsis_nn = kernels != "reference"
    variant = GridImage(board, use_cmsis_nn=use_cmsis_nn, name=image, kernels=kernels, sources=digest)
    write_sources(variant.folder, texts)
    return build_image(variant)


def _assembly(models: Sequence[bytes]) -> str:
    lines = [" .section .rodata", " .balign 4", " .global grid_model_count, grid_models"]
    lines += [f"grid_model_count: .word {len(models)}", "grid_models:"]
    lines += [f" .word .Lmodel{number}, {len(model)}" for number, model in enumerate(models)]
    for number, model in enumerate(models):
        lines += [" .balign 16", f".Lmodel{number}:"]
        lines += [f" .byte {','.join(map(str, model[at : at + 64]))}" for at in range(0, len(model), 64)]
    return "\n".join(lines) + "\n"


def _run_image(image: Image, models: Sequence[bytes], timing: bool) -> list[Run]:
    with VirtualBoard(image.elf, image.variant.board, timing=timing) as board:
        with Console.open(board.console_url, VIRTUAL_SILENCE_S, watch=board.check) as console:
            console.wait_for_boot(BOOT_SILENCE_S)
            console.send("run")
            for line in console.lines():
                if line.startswith("failed "):
                    raise LayerscopeError(f"the board could not run model {line.split()[1]} of the grid")
                if line.startswith("done "):
                    break
        layers = {layer["index"]: layer for layer in board.report()["layers"]}
        _, variables = board.names
        address = next(variable.address for variable in variables if variable.name == "grid_records")
        records = np.frombuffer(board.read_memory(address, _RECORD_BYTES * len(models)), np.uint32).reshape(
            -1, 3
        )
        return [
            Run(
                layers[number]["instructions"],
                round(layers[number]["cycles"]),
                int(stack),
                board.read_memory(int(at), int(count)),
            )
            for number, (at, count, stack) in enumerate(records)
        ]


def measure(
    chosen: Sequence[Shape], sets: Sequence[str] = SETS, say: bool = False, board: str = BOARDS[0]
) -> list[Row]:
    """All shapes with these sets of kernels, `reference` and `fast` among them."""
    found = {}
    for kernels in sets:
        if say:
            click.echo(f"{len(chosen)} shapes, {kernels} kernels", err=True)
        found[kernels] = run_models([shape.model for shape in chosen], kernels, board=board)
    return [
        _row(shape, dict(zip(sets, runs, strict=True)))
        for shape, *runs in zip(chosen, *(found[kernels] for kernels in sets), strict=True)
    ]


def _row(shape: Shape, runs: dict[str, Run]) -> Row:
    with HostRuntime(shape.model, True) as runtime:
        kernel = next(node.kernel for node in runtime.nodes if node.op == shape.op)
    graph = read_model(shape.model).main
    dtype = TENSOR_TYPES[graph.tensors[graph.outputs[0]].type][1]
    expected = np.frombuffer(runs["reference"].outputs, dtype)
    exact, difference = True, ""
    for kernels, run in runs.items():
        outputs = np.frombuffer(run.outputs, dtype)
        found = compare(outputs, expected)
        exact = exact and found.exact
        floats = dtype == np.float32
        bound = (HYBRID_LAYER_BOUND if shape.form == "hybrid" else FLOAT_LAYER_BOUND) if floats else 0.0
        if len(outputs) != len(expected) or not found.within(bound):
            difference = f"{kernels}: {found.differing} of {found.elements} elements, by {found.max_error}"
    return Row(shape, kernel, runs, exact, difference)


def worst(rows: Sequence[Row], of: str, to: str) -> Row:
    """The shape whose cycles compare worst."""
    return max(rows, key=lambda row: row.ratio(of, to))


def summary(rows: Sequence[Row], board: str = BOARDS[0]) -> Grid:
    """A line for each operator and form: the worst ratios, and whether all outputs are as they must be."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.shape.op, row.shape.form), []).append(row)
    lines = []
    for (op, form), group in groups.items():
        slow = worst(group, "fast", "reference")
        compared = "general" in slow.runs
        wrong = sum(bool(row.difference) for row in group)
        lines.append(
            [
                op,
                form,
                str(len(group)),
                "all"
                if all(row.exact for row in group)
                else "within bounds"
                if not wrong
                else f"{wrong} WRONG",
                f"{max(row.ratio('fast', cycles=False) for row in group):.3f}",
                f"{slow.ratio('fast'):.3f}",
                slow.shape.label,
                f"{worst(group, 'fast', 'general').ratio('fast', 'general'):.3f}" if compared else NOTHING,
                f"{max(row.runs['fast'].stack_bytes for row in group):,}",
            ]
        )
    headers = ["operator", "form", "shapes", "exact", "instr\nworst", "cycles\nworst", "shape of that"]
    headers += ["cycles to\ngeneral", "stack\nbytes"]
    title = f"Fast kernels over reference kernels, {board}, cycles modelled: above 1 is slower"
    return Grid(headers, lines, title=title, left=4, text_columns=(6,))


def slower(rows: Sequence[Row], of: str, to: str, margin: float = 1.0) -> list[Row]:
    """The shapes that take more cycles or more instructions, those worst first."""
    found = [row for row in rows if max(row.ratio(of, to), row.ratio(of, to, cycles=False)) > margin]
    return sorted(found, key=lambda row: -row.ratio(of, to))


def slower_on_all(
    boards: Sequence[Sequence[Row]], of: str, to: str, margin: float = MARGIN
) -> list[tuple[Row, ...]]:
    """The shapes whose cycles are more on each board, by `margin` and by more than code's place decides."""

    def excess(row: Row) -> int:
        return row.runs[of].cycles - row.runs[to].cycles

    every = [
        rows
        for rows in zip(*boards, strict=True)
        if all(row.ratio(of, to) > margin and excess(row) > PLACE_CYCLES for row in rows)
    ]
    return sorted(every, key=lambda rows: -min(row.ratio(of, to) for row in rows))


def listed(rows: Sequence[Row], of: str, to: str) -> Grid:
    lines = [
        [
            row.shape.op,
            row.shape.form,
            row.shape.label,
            row.kernel,
            f"{row.runs[of].instructions:,}",
            f"{row.ratio(of, to, cycles=False):.3f}",
            f"{row.runs[of].cycles:,}",
            f"{row.ratio(of, to):.3f}",
        ]
        for row in rows
    ]
    headers = ["operator", "form", "shape", "kernel", "instructions", f"/ {to}", "cycles", f"/ {to}"]
    return Grid(headers, lines, title=f"{of} kernels slower than {to}: {len(rows)} shapes", left=4)


def summed_up(boards: dict[str, list[Row]], of: str, to: str) -> str:
    """One line: the worst ratio of each board, and which shapes are slower on all."""
    rows = [(board, worst(found, of, to)) for board, found in boards.items()]
    places = ", ".join(f"{row.ratio(of, to):.3f} on {board}" for board, row in rows)
    found = slower_on_all(list(boards.values()), of, to)
    lines = [
        f"{of} over {to}, worst cycles: {places}; slower by more than {MARGIN - 1:.0%} and {PLACE_CYCLES} "
        f"cycles on {'both boards' if len(boards) > 1 else 'it'}: {len(found) or 'none'}"
    ]
    for one in found:
        ratios = ", ".join(f"{row.ratio(of, to):.3f}" for row in one)
        lines.append(
            f"  {one[0].shape.op} {one[0].shape.form} {one[0].shape.label}: {ratios}, {one[0].kernel}"
        )
    return "\n".join(lines)


@click.command()
@click.option("--board", "names", multiple=True, type=click.Choice(BOARDS), help="This board only.")
@click.option("--op", "ops", multiple=True, help="These operators only, repeatable.")
@click.option("--form", "forms", multiple=True, help="These forms only, repeatable: int8, hybrid, ...")
@click.option("--most", default=40, show_default=True, help="Shapes listed of those that are slower.")
def main(names: tuple[str, ...], ops: tuple[str, ...], forms: tuple[str, ...], most: int) -> None:
    """Fast kernels beside reference kernels and general ones, over all shapes of the grid."""
    chosen = [one for one in shapes() if (not ops or one.op in ops) and (not forms or one.form in forms)]
    boards = {board: measure(chosen, say=True, board=board) for board in names or BOARDS}
    pairs = (("fast", "reference"), ("fast", "general"))
    for board, rows in boards.items():
        click.echo(summary(rows, board).text())
        for of, to in pairs:
            found = slower(rows, of, to)
            if found:
                click.echo("\n" + listed(found[:most], of, to).text())
        click.echo()
    for of, to in pairs:
        click.echo(summed_up(boards, of, to))
    wrong = [(board, row) for board, rows in boards.items() for row in rows if row.difference]
    for board, row in wrong:
        click.echo(f"WRONG: {board} {row.shape.op} {row.shape.form} {row.shape.label}: {row.difference}")
    click.echo(f"\n{len(chosen)} shapes, {len(wrong)} outputs wrong")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
