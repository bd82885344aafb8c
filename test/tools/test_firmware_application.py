# SPDX-License-Identifier: Apache-2.0
"""The whole application, compiled for this machine: what the console and the host link answer."""

from __future__ import annotations

import json
import re
import struct
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from host_programs import ROOT, build, run
from layerscope.host_runtime.builder import Flavour, build_shared_library
from layerscope.models.header import write_digit_header, write_model_header
from layerscope.models.reader import read_model
from layerscope.serial import host_link
from layerscope.verify.generate import ModelSpec
from layerscope.verify.inputs import firmware_input

LABEL = 2
MNIST = ROOT / "models" / "mnist"
MNIST_INT8 = MNIST / "mnist_int8.tflite"
SOURCES = tuple(
    str(path.relative_to(ROOT)) for path in sorted((ROOT / "src").glob("*.cpp")) if path.stem != "main"
)
OPERATORS = [
    "CONV_2D",
    "MAX_POOL_2D",
    "CONV_2D",
    "MAX_POOL_2D",
    "CONV_2D",
    "RESHAPE",
    "FULLY_CONNECTED",
    "FULLY_CONNECTED",
    "SOFTMAX",
]
# The rows that they have when convolutions and the pools behind them run as one.
FUSED = {0: [0, 1], 2: [2, 3]}
ROWS = {index: "+".join(OPERATORS[i] for i in FUSED.get(index, [index])) for index in (0, 2, 4, 5, 6, 7, 8)}


@cache
def application(model: Path, folder: Path) -> Path:
    generated = folder / model.stem
    generated.mkdir()
    header = generated / "model_data.h"
    write_model_header(model, header, use_cmsis_nn=False)
    write_digit_header(LABEL, generated / "digit_data.h")
    # The header has what the target needs; this machine's pointers are twice as wide.
    text = re.sub(r"(kArenaBytes = )(\d+)", lambda found: f"{found[1]}2 * {found[2]}", header.read_text())
    header.write_text(text)
    runtime = build_shared_library(Flavour())
    return build(
        "firmware", "lib/board/src/host/board.cc", *SOURCES, includes=(str(generated),), library=runtime
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


@pytest.fixture(params=["float32", "int8"])
def program(request: pytest.FixtureRequest, folder: Path) -> Path:
    return application(MNIST / f"mnist_{request.param}.tflite", folder)


def console(text: str) -> str:
    return f"console {text.encode().hex()}\n"


def answer(program: Path, *steps: str) -> list[str]:
    """Lines after the boot line."""
    lines = [line.rstrip("\r") for line in run(program, "".join(steps))]
    assert lines[0] == "Program started @ 1000000..."
    return lines[1:]


def outputs_of(lines: list[str]) -> list[float]:
    return [float(line.split(": ")[1]) for line in lines if line.startswith("Out[")]


def test_command_1_names_shapes_and_types(program: Path) -> None:
    number = 9 if "int8" in answer(program, console("3\n"))[0] else 1
    assert answer(program, console("1\n")) == [
        "Model input:",
        "dims->size: 4",
        "dims->data[0]: 1",
        "dims->data[1]: 28",
        "dims->data[2]: 28",
        "dims->data[3]: 1",
        f"input->type: {number}",
        "Model output:",
        "dims->size: 2",
        "dims->data[0]: 1",
        "dims->data[1]: 10",
        f"output->type: {number}",
    ]


def test_command_2_prints_a_line_a_layer_and_the_right_digit(program: Path) -> None:
    lines = answer(program, console("CMD=2\n"))
    assert lines[0] == "Running inference..."
    assert [line.split(": ")[0] for line in lines[1:8]] == list(ROWS.values())
    assert all(re.fullmatch(r"[A-Z0-9_+]+: \d+\.\d{6} msec", line) for line in lines[1:8])
    assert re.fullmatch(r"Done in \d+\.\d{6} msec\.\.\.", lines[8])
    assert [line.split(":")[0] for line in lines[9:]] == [f"Out[{i}]" for i in range(10)]
    assert all(re.fullmatch(r"Out\[\d\]: \d\.\d{6}", line) for line in lines[9:])
    outputs = outputs_of(lines)
    assert outputs.index(max(outputs)) == LABEL and max(outputs) > 0.9


def test_command_3_is_one_json_line_with_all_that_the_design_asks_for(program: Path) -> None:
    (line,) = answer(program, console("3\n"))
    data = json.loads(line)
    assert list(data) == [
        "board",
        "clock_hz",
        "model",
        "options",
        "toolchain",
        "layers",
        "total_cycles",
        "invoke_cycles",
        "outputs",
        "arena_bytes",
        "scratch_bytes",
        "weights_copy_cycles",
    ]
    assert (data["board"], data["clock_hz"], data["model"]["name"]) == ("host", 1_000_000, "mnist")
    assert list(data["model"]) == ["name", "file", "sha256", "compression"]
    assert data["options"] == {
        "use_cmsis_nn": False,
        "use_comp_model": False,
        "use_overclock": False,
        "weights_in": "host",
        "code_in": "host",
    }
    assert {layer["index"]: layer["op"] for layer in data["layers"]} == ROWS
    assert {layer["index"]: layer["fused"] for layer in data["layers"] if "fused" in layer} == FUSED
    assert all(len(layer["kernel"].split("+")) == len(layer["op"].split("+")) for layer in data["layers"])
    assert sum(layer["macs"] for layer in data["layers"]) == 2_794_240
    assert all(layer["kernel"] for layer in data["layers"])
    assert all((layer["weights_in"] is None) == (layer["weights_bytes"] == 0) for layer in data["layers"])
    assert data["total_cycles"] == sum(layer["cycles"] for layer in data["layers"]) <= data["invoke_cycles"]
    assert data["outputs"].index(max(data["outputs"])) == LABEL
    assert 0 < data["arena_bytes"] < 250_000


def test_a_layers_interval_is_two_reads_of_the_counter(program: Path) -> None:
    """The host's counter advances by one at each read: any further read within a layer would show."""
    (line,) = answer(program, console("3\n"))
    assert [layer["cycles"] for layer in json.loads(line)["layers"]] == [1] * len(ROWS)
    # Begin and end of the rows, and of the whole.
    assert json.loads(line)["invoke_cycles"] == 2 * len(ROWS) + 1


def test_tensors_ends_in_the_outputs_of_a_run(program: Path) -> None:
    lines = answer(program, console("tensors\n"), console("3\n"))
    assert lines[7] == "Done"
    tensors = [json.loads(line) for line in lines[:7]]
    # Of what runs as one, the output.
    shown = [(i, op) for i, op in enumerate(OPERATORS) if i not in FUSED]
    assert [(tensor["layer"], tensor["op"]) for tensor in tensors] == shown
    assert tensors[0]["shape"] == [1, 13, 13, 32]
    for tensor in tensors:
        size = {"int8": 1, "float32": 4}[tensor["type"]]
        count = 1
        for extent in tensor["shape"]:
            count *= extent
        assert len(bytes.fromhex(tensor["data"])) == size * count
    last = tensors[-1]
    raw = bytes.fromhex(last["data"])
    outputs = json.loads(lines[8])["outputs"]
    if last["type"] == "float32":
        assert [struct.pack("<f", value) for value in outputs] == [raw[i : i + 4] for i in range(0, 40, 4)]
    else:
        assert outputs == [(value + 128) / 256 for value in struct.unpack("10b", raw)]


def test_runs_repeat_exactly(program: Path) -> None:
    first, second = answer(program, console("3\n"), console("tensors\n"), console("3\n"))[::9]
    assert json.loads(first)["outputs"] == json.loads(second)["outputs"]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        (console("frobnicate\n"), 'Unknown command "frobnicate"'),
        (console("CMD=\n"), 'Unknown command ""'),
        (console("\x01\x7f\n"), 'Unknown command "??"'),
        (console("x" * 500 + "\n"), "Overlong line"),
        (console("hel") + "damaged 7\n" + console("p\n"), "Line with a framing error"),
    ],
)
def test_a_bad_line_gets_one_line_and_the_next_command_works(folder: Path, steps: str, said: str) -> None:
    lines = answer(application(MNIST_INT8, folder), steps, console("help\n"))
    assert lines[0].startswith(said)
    assert lines[1].startswith("1  ") and lines[-1].endswith("optional.")
    assert not any("Unknown" in line for line in lines[1:])


def test_bootloader_says_that_this_board_has_none(folder: Path) -> None:
    lines = answer(application(MNIST_INT8, folder), console("bootloader\n"))
    assert lines[0] == "Entering programming mode..." and "no programming mode" in lines[1]


def link(message: bytes, pause: int = 20) -> str:
    return f"link {message.hex()}\nsilence {pause}\n"


def link_answer(lines: list[str]) -> host_link.Commands:
    (line,) = [line for line in lines if line.startswith("<link ")]
    return host_link.decode(bytes.fromhex(line[6:-1]))


def digit() -> list[float]:
    from layerscope.models.digits import read_digit

    return [pixel / 255 for pixel in read_digit(LABEL).pixels]


def test_host_link_answers_a_request_for_stats(program: Path) -> None:
    got = link_answer(answer(program, link(host_link.encode(host_link.Commands(0)))))
    assert got == host_link.Commands(0, stats=host_link.Stats(100, 1_000_000, 0))


def test_host_link_infers_what_the_console_infers(program: Path) -> None:
    request = host_link.encode(host_link.Commands(1, digit=digit()))
    lines = answer(program, console("3\n"), link(request))
    assert len(lines[1]) == len("<link >") + 2 * 92
    got = link_answer(lines)
    assert got.cmd == 2 and got.output is not None
    expected = [struct.unpack("<f", struct.pack("<f", value))[0] for value in json.loads(lines[0])["outputs"]]
    assert got.output.output_f == expected
    # As for the console: two reads of the counter a row, and one more; a cycle is a microsecond here.
    assert got.output.timer_ms == pytest.approx(1e-3 * (2 * len(ROWS) + 1))


def test_host_link_waits_through_a_pause_within_a_message(folder: Path) -> None:
    request = host_link.encode(host_link.Commands(1, digit=digit()))
    for cut in (1, 4, 700, 3000):
        steps = link(request[:cut], 30) + link(request[cut:], 30)
        assert link_answer(answer(application(MNIST_INT8, folder), steps)).cmd == 2


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (b"\x00", "outside of the message"),
        (b"\xa5" * 10, "none of version 1"),
        (bytes(5000), "overlong"),
        (host_link.encode(host_link.Commands(1, digit=[0.5] * 3)), "another number of values"),
        (host_link.encode(host_link.Commands(2)), "neither 0"),
    ],
)
def test_host_link_refuses_in_one_line_and_answers_the_next(folder: Path, message: bytes, said: str) -> None:
    stats = host_link.encode(host_link.Commands(0))
    lines = answer(application(MNIST_INT8, folder), link(message, 200), link(stats))
    assert len(lines) == 2 and lines[0].startswith("Host link: a message of") and said in lines[0]
    assert link_answer(lines).stats is not None


def test_every_input_of_a_network_is_filled(folder: Path) -> None:
    """The digit where it fits, else the pattern of the input's type."""
    digits = [((1, 28, 28, 1), "float32"), ((784,), "int32")]
    others = [((1, 12), type) for type in ("float32", "int8", "uint8", "int16", "int32", "int64", "bool")]
    spec = ModelSpec()
    for i, (shape, type) in enumerate(digits + others):
        quantised = {"scale": [0.5], "zero_point": [0]} if type in ("int8", "uint8", "int16") else {}
        spec.inputs.append(spec.tensor(f"input{i}", shape, type, **quantised))
        flat = (int(np.prod(shape)),)
        spec.outputs.append(spec.tensor(f"output{i}", flat, type, **quantised))
        spec.operator("RESHAPE", [spec.inputs[-1]], [spec.outputs[-1]])
    path = folder / "inputs.tflite"
    path.write_bytes(spec.build())
    expected = firmware_input(read_model(path), LABEL).values
    *lines, done = answer(application(path, folder), console("tensors\n"))
    assert done == "Done"
    for line, values in zip(lines, expected, strict=True):
        found = np.frombuffer(bytes.fromhex(json.loads(line)["data"]), values.dtype)
        np.testing.assert_array_equal(found, values.reshape(-1))
