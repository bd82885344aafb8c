# SPDX-License-Identifier: Apache-2.0
"""A sample of the generated models on a board, virtual or real: one image holds them all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np

from layerscope.bench.runner import BOARD_SILENCE_S, BOOT_SILENCE_S, VIRTUAL_SILENCE_S
from layerscope.bench.upload import upload
from layerscope.build import PROJECT, Image, Variant, build_image
from layerscope.errors import LayerscopeError
from layerscope.models.model import Model
from layerscope.models.operators import RESOLVER_METHODS
from layerscope.models.reader import read_model
from layerscope.serial.console import Console
from layerscope.serial.ports import PortError
from layerscope.verify.board import Progress
from layerscope.verify.cases import Case, make_case
from layerscope.verify.generate import TENSOR_TYPES
from layerscope.verify.generated import Key, Outcome, expected_outputs, judge
from layerscope.verify.inputs import Array
from layerscope.verify.numerics import compare
from layerscope.verify.survey import Pair, Survey, Tally
from layerscope.verify.workers import check_cases
from layerscope.virtual_board import VirtualBoard

FIRMWARE = Path(__file__).with_name("firmware")
_NUMBERS_TRIED = 20
_MOST_OUTPUT_BYTES, _MOST_MODEL_BYTES = 400, 8_000
"""So that all models fit the flash, and their outputs a serial line."""


@dataclass(frozen=True)
class SurveyImage(Variant):
    """The image as build.py wants it: the sample's sources in place of the application's."""

    sources: str = ""

    @property
    def slug(self) -> str:
        return f"generated_{self.board}_{'cmsis' if self.use_cmsis_nn else 'reference'}"

    @property
    def environment(self) -> dict[str, str]:
        folder = str(_folder(self))
        return {**super().environment, "PLATFORMIO_SRC_DIR": folder, "LAYERSCOPE_GENERATED": self.sources}


def sample(wanted: dict[Pair, int]) -> list[Case]:
    """For each operator and form the first cases that are small and that the oracle takes."""
    candidates: dict[Pair, list[Key]] = {}
    for pair, count in wanted.items():
        numbers = [number for number in range(_NUMBERS_TRIED * count) if _is_small((*pair, number))]
        candidates[pair] = [(*pair, number) for number in numbers[: 2 * count + 1]]
    keys = [key for found in candidates.values() for key in found]
    taken = {(o.op, o.form, o.number) for o in check_cases(keys) if o.compared}
    chosen: list[Key] = []
    for pair, found in candidates.items():
        chosen += [key for key in found if key in taken][: wanted[pair]]
    return [make_case(*key) for key in chosen]


def _is_small(key: Key) -> bool:
    case = make_case(*key)
    graph = read_model(case.model).main
    outputs = sum(graph.tensors[index].bytes for index in graph.outputs)
    return outputs <= _MOST_OUTPUT_BYTES and len(case.model) <= _MOST_MODEL_BYTES


def survey_on_board(
    board: str, use_cmsis_nn: bool, wanted: dict[Pair, int], port: str | None, progress: Progress
) -> Survey:
    """Builds the image, runs it once, and compares what it sends with the oracles' outputs.

    `wanted`: how many models of each operator and form.
    """
    cases = sample(wanted)
    image = build(board, use_cmsis_nn, cases, progress)
    progress(f"running {len(cases)} models on {port or 'a virtual ' + board}")
    lines = _ask_virtual(image) if port is None else _ask_port(image, port)
    sent, failed = _read(cases, lines)
    found = Survey({pair: Tally() for pair in wanted})
    for number, case in enumerate(cases):
        outcome = _judge(case, sent.get(number, []), failed.get(number))
        found.tallies[case.op, case.form].add(outcome)
        if outcome.verdict == "different":
            found.failures.append(outcome)
    found.starved = [pair for pair in wanted if not found.tallies[pair].compared]
    return found


def build(board: str, use_cmsis_nn: bool, cases: Sequence[Case], progress: Progress) -> Image:
    digest = sha256(b"".join(case.model + b"".join(_input_bytes(case)) for case in cases))
    for file in sorted(FIRMWARE.iterdir()):
        digest.update(file.read_bytes())
    variant = SurveyImage(board, use_cmsis_nn=use_cmsis_nn, sources=digest.hexdigest())
    folder = _folder(variant)
    methods = sorted(
        {RESOLVER_METHODS[op.name] for case in cases for op in read_model(case.model).main.operators}
    )
    listed = " ".join(f"X({method})" for method in methods)
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(FIRMWARE.iterdir())}
    texts["operators.h"] = f"#define GENERATED_OPERATORS(X) {listed}\n"
    texts["models.S"] = _assembly(cases)
    write_sources(folder, texts)
    progress(f"building {len(cases)} models for {variant.slug}")
    return build_image(variant)


def write_sources(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes the files; one that has not changed keeps its time, and is not compiled again."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def _folder(variant: SurveyImage) -> Path:
    return PROJECT / ".pio" / "layerscope" / f"{variant.slug}_sources"


def _input_bytes(case: Case) -> list[bytes]:
    return [np.ascontiguousarray(value).tobytes() for values in case.inputs for value in values]


def _assembly(cases: Sequence[Case]) -> str:
    """models.S: the table that firmware/main.cc declares, and what it points to."""
    lines = [" .section .rodata", " .balign 4", " .global generated_case_count, generated_cases"]
    lines += [f"generated_case_count: .word {len(cases)}", "generated_cases:"]
    for number, case in enumerate(cases):
        lines.append(f" .word .Lmodel{number}, {len(case.model)}, .Linputs{number}, {len(case.inputs)}")
    for number, case in enumerate(cases):
        lines += [" .balign 16", f".Lmodel{number}:", *_bytes(case.model)]
        lines += [" .balign 16", f".Linputs{number}:", *_bytes(b"".join(_input_bytes(case)))]
    return "\n".join(lines) + "\n"


def _bytes(data: bytes) -> list[str]:
    return [f" .byte {','.join(map(str, data[at : at + 64]))}" for at in range(0, len(data), 64)]


def _ask_virtual(image: Image) -> list[str]:
    variant = image.variant
    with (
        VirtualBoard(image.elf, variant.board, timing=False) as board,
        Console.open(board.console_url, VIRTUAL_SILENCE_S, watch=board.check) as console,
    ):
        try:
            return _ask(console)
        except PortError:
            board.check()
            raise


def _ask_port(image: Image, port: str) -> list[str]:
    upload(image)
    with Console.open(port, BOARD_SILENCE_S) as console:
        return _ask(console)


def _ask(console: Console) -> list[str]:
    console.wait_for_boot(BOOT_SILENCE_S)
    console.send("run")
    lines = []
    for line in console.lines():
        lines.append(line)
        if line.startswith("done "):
            return lines
    raise LayerscopeError(f"{console.name} stopped answering after {len(lines)} lines; reset the board")


def _read(cases: Sequence[Case], lines: Sequence[str]) -> tuple[dict[int, list[list[Array]]], dict[int, str]]:
    """Outputs by case and inference, and what the runtime said of models that it could not run."""
    sent: dict[int, list[list[Array]]] = {}
    failed: dict[int, str] = {}
    models: dict[int, Model] = {number: read_model(case.model) for number, case in enumerate(cases)}
    for line in lines:
        word, *rest = line.split(" ", 4)
        try:
            if word == "failed":
                failed[int(rest[0])] = " ".join(rest[1:])
            elif word == "output":
                number, inference, output = (int(text) for text in rest[:3])
                graph = models[number].main
                tensor = graph.tensors[graph.outputs[output]]
                values = np.frombuffer(bytes.fromhex(rest[3]), TENSOR_TYPES[tensor.type][1])
                inferences = sent.setdefault(number, [])
                inferences += [[] for _ in range(inference + 1 - len(inferences))]
                inferences[inference].append(values)
        except (KeyError, IndexError, ValueError) as error:
            raise LayerscopeError(f"the board sent the damaged line {line[:60]!r}; try again") from error
    return sent, failed


def _judge(case: Case, sent: list[list[Array]], failure: str | None) -> Outcome:
    key = (case.op, case.form, case.number)
    if failure is not None:
        return Outcome(*key, "different", detail=f"{failure}; {case.summary}")
    model = read_model(case.model)
    expected = expected_outputs(case, model)
    if [len(outputs) for outputs in sent] != [len(outputs) for outputs in expected]:
        return Outcome(*key, "different", detail=f"outputs are missing; {case.summary}")
    pairs = zip(sent, expected, strict=True)
    found = [compare(a, b) for ours, theirs in pairs for a, b in zip(ours, theirs, strict=True)]
    return judge(case, model, [("the board's kernel", found)])
