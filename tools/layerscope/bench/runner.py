# SPDX-License-Identifier: Apache-2.0
"""One variant from source to run record, and many of them two at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from typing import Any

from layerscope.bench.upload import upload
from layerscope.build import Image, Variant, build_image
from layerscope.errors import LayerscopeError
from layerscope.models.catalogue import trained_names
from layerscope.results.console_log import run_from_console
from layerscope.results.record import Layer, Run
from layerscope.serial.console import Console
from layerscope.virtual_board import VirtualBoard

JOBS = 2  # a build and a virtual board are each busy with one processor
# The firmware sends nothing while it infers, and a modelled second takes many of this machine's.
VIRTUAL_SILENCE_S = 180.0
BOARD_SILENCE_S = 30.0
BOOT_SILENCE_S = 3.0  # a board that is up already has said its boot line before we came
Report = Callable[[Variant, str], None]  # a short line about a variant's progress
_LABEL = re.compile(r"\bkLabel\s*=\s*(\d+)")


@dataclass(frozen=True)
class Result:
    """What became of one variant: a run, or the sentence that says why there is none."""

    variant: Variant
    image: Image | None = None
    run: Run | None = None
    digit: int | None = None  # what the firmware fills the input with, if the input has a digit's size
    error: str | None = None


def run_all(
    variants: Sequence[Variant],
    measure: Callable[[Variant], Result],
    done: Callable[[Result], None],
    jobs: int = JOBS,
) -> list[Result]:
    """The results in the order of `variants`; one that fails does not stop the others."""
    pool = ThreadPoolExecutor(max_workers=jobs)
    futures: dict[Future[Result], int] = {
        pool.submit(_guarded, measure, variant): place for place, variant in enumerate(variants)
    }
    results: dict[int, Result] = {}
    try:
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            done(future.result())
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return [results[place] for place in range(len(variants))]


def _guarded(measure: Callable[[Variant], Result], variant: Variant) -> Result:
    try:
        return measure(variant)
    except LayerscopeError as error:
        return Result(variant, error=str(error))


def measure_virtual(variant: Variant, report: Report) -> Result:
    """Builds the image and runs it once on a virtual board."""
    image = _build(variant, report)
    report(variant, "running")
    with VirtualBoard(image.elf, variant.board, overclock=variant.use_overclock) as board:
        with Console.open(board.console_url, VIRTUAL_SILENCE_S, watch=board.check) as console:
            console.wait_for_boot(BOOT_SILENCE_S)
            answer = console.run_json()
        counters = board.report()
    run = with_counters(run_from_console(answer, "virtual"), counters["layers"])
    return Result(variant, image, with_image(run, image), digit_in(image))


def measure_on_port(variant: Variant, port: str, report: Report) -> Result:
    """Builds the image, writes it to the board, and runs it over the serial port."""
    image = _build(variant, report)
    report(variant, "uploading")
    upload(image)
    report(variant, f"running on {port}")
    return Result(variant, image, with_image(run_what_is_there(port), image), digit_in(image))


def run_what_is_there(port: str) -> Run:
    """Runs whatever image the board at `port` has."""
    source = None if "://" in port else "board"
    with Console.open(port, BOARD_SILENCE_S) as console:
        console.wait_for_boot(BOOT_SILENCE_S)
        return run_from_console(console.run_json(), source)


def _build(variant: Variant, report: Report) -> Image:
    report(variant, "building")
    image = build_image(variant, on_progress=lambda step: report(variant, step))
    report(variant, "built" if image.rebuilt else "unchanged")
    return image


def with_counters(run: Run, intervals: Sequence[dict[str, Any]]) -> Run:
    """Adds a virtual board's instructions and stalls. `intervals` ends with those of the run's layers."""
    last = intervals[-len(run.layers) :]
    if [interval["index"] for interval in last] != [layer.index for layer in run.layers]:
        raise LayerscopeError(
            f"the virtual board counted {len(intervals)} layer intervals, and they are not the "
            f"{len(run.layers)} layers that the firmware reported; rebuild the image"
        )
    layers: list[Layer] = [
        replace(layer, instructions=interval["instructions"], stalls=_used(interval["stalls"]))
        for layer, interval in zip(run.layers, last, strict=True)
    ]
    return replace(run, layers=layers, total_instructions=sum(layer.instructions or 0 for layer in layers))


def _used(stalls: dict[str, float]) -> dict[str, float]:
    return {cause: cycles for cause, cycles in stalls.items() if cycles}


def with_image(run: Run, image: Image) -> Run:
    """Adds what the build knows: memory, and the label of the digit in the image."""
    # Another model's outputs mean something else, even where its input has a digit's size.
    label = digit_in(image) if image.variant.model in trained_names() else None
    return replace(run, flash_bytes=image.flash_bytes, ram_bytes=image.ram_bytes, expected_class=label)


def digit_in(image: Image) -> int | None:
    """The label of the digit that was built in; None for a drawing without one (-1 in the header)."""
    header = image.elf.parent / "generated" / "digit_data.h"
    found = _LABEL.search(header.read_text(encoding="utf-8")) if header.is_file() else None
    return int(found[1]) if found else None
