# SPDX-License-Identifier: Apache-2.0
"""Verifies an image on a board, virtual or real: the console command `tensors` sends every layer's output."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from layerscope.bench.check import model_path
from layerscope.bench.runner import BOARD_SILENCE_S, BOOT_SILENCE_S, VIRTUAL_SILENCE_S, digit_in
from layerscope.bench.upload import upload
from layerscope.build import Image, Variant, build_image
from layerscope.errors import LayerscopeError
from layerscope.models.model import Model
from layerscope.models.reader import read_model
from layerscope.models.subgraphs import used_subgraphs
from layerscope.serial.console import Console
from layerscope.serial.ports import PortError
from layerscope.verify.generate import TENSOR_TYPES
from layerscope.verify.golden import oracle_or_golden
from layerscope.verify.inputs import Array, firmware_input
from layerscope.verify.layers import Judge
from layerscope.verify.report import Verification
from layerscope.virtual_board import VirtualBoard

Progress = Callable[[str], None]


def verify_on_board(variant: Variant, port: str | None, progress: Progress) -> Verification:
    """Builds the image, runs it once, and compares what it sends with the oracle's tensors."""
    model = read_model(Path(model_path(variant)))
    oracle = oracle_or_golden(model)
    variant = replace(variant, fusion=False)  # every tensor is to be seen
    progress(f"building {variant.slug}")
    image = build_image(variant)
    named = firmware_input(model, digit_in(image))
    expected = oracle.expect(named)
    if expected is not None and keeps_state(model):
        # The tensors that the board sends are those of its second inference: the first told the kernels.
        expected = oracle.expect(named)
    if expected is None:
        raise LayerscopeError(
            f"{model.name}: {oracle.label} say nothing about {named.name}; build with another digit"
        )
    if port is None:
        progress(f"running on a virtual {variant.board}")
        kernels, tensors = _ask_virtual(image, model)
    else:
        progress(f"running on {port}")
        upload(image)
        with Console.open(port, BOARD_SILENCE_S) as console:
            kernels, tensors = _ask(console, model)
    where = f"virtual {variant.board}" if port is None else f"{variant.board} at {port}"
    set_name = "fast kernels" if variant.use_cmsis_nn else "reference kernels"
    verification = Verification(f"{model.name}, {set_name}, {where}", oracle.label)
    Judge(model, verification).add(named, tensors.get, expected, kernels)
    return verification


def keeps_state(model: Model) -> bool:
    """Whether an inference depends on those before it."""
    return any(
        operator.name == "VAR_HANDLE" or any(graph.tensors[i].is_variable for i in operator.inputs if i >= 0)
        for graph in used_subgraphs(model).values()
        for operator in graph.operators
    )


def _ask_virtual(image: Image, model: Model) -> tuple[list[str], dict[int, Array]]:
    with (
        VirtualBoard(
            image.elf, image.variant.board, timing=False, overclock=image.variant.use_overclock
        ) as board,
        Console.open(board.console_url, VIRTUAL_SILENCE_S, watch=board.check) as console,
    ):
        try:
            return _ask(console, model)
        except PortError:
            board.check()  # a board that stopped the run knows why; its closed port only says that it did
            raise


def _ask(console: Console, model: Model) -> tuple[list[str], dict[int, Array]]:
    """The kernels' names, and the tensors by the model's index."""
    console.wait_for_boot(BOOT_SILENCE_S)
    kernels = [str(layer["kernel"]) for layer in console.run_json()["layers"]]
    return kernels, read_tensors(model, console.tensors())


def read_tensors(model: Model, lines: Iterable[dict[str, Any]]) -> dict[int, Array]:
    """The `tensors` command's lines as arrays. Raises a sentence when they are not this model's."""
    tensors: dict[int, Array] = {}
    for line in lines:
        try:
            operator = model.main.operators[int(line["layer"])]
            index = operator.outputs[int(line.get("output", 0))]
            if model.main.tensors[index].type == "resource":
                continue  # a variable's name, not values
            kind, shape = str(line["type"]), tuple(int(extent) for extent in line["shape"])
            if line["op"] != (operator.custom_code or operator.name):
                raise ValueError(f"layer {operator.index} is {line['op']} there and {operator.name} here")
            # Where its consumers read the float16 constant themselves.
            halves = operator.name == "DEQUANTIZE" and kind == "float16"
            if kind != model.main.tensors[index].type and not halves:
                raise ValueError(f"layer {operator.index} gives {kind} there")
            tensors[index] = np.frombuffer(bytes.fromhex(line["data"]), TENSOR_TYPES[kind][1]).reshape(shape)
        except (KeyError, IndexError, ValueError) as error:
            raise LayerscopeError(
                f"the board sent tensors that are not those of {model.name} ({error}); upload its image again"
            ) from error
    return tensors
