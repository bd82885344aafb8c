# SPDX-License-Identifier: Apache-2.0
"""The firmware's host link messages, against the FlatBuffers package's own builder."""

from __future__ import annotations

import random
import struct
from typing import Any

import flatbuffers
import pytest
from host_programs import build, run
from layerscope.serial import host_link

SOURCES = ("src/host_message.cpp",)


def bits(value: float) -> int:
    return struct.unpack("<I", struct.pack("<f", value))[0]


def floats(builder: Any, values: list[float]) -> int:
    builder.StartVector(4, len(values), 4)
    for value in reversed(values):
        builder.PrependFloat32(value)
    return builder.EndVector()


def commands(builder: Any, cmd: int, slot: int | None = None, child: int = 0) -> bytes:
    builder.StartObject(4)
    builder.PrependInt8Slot(0, cmd, 0)
    if slot is not None:
        builder.PrependUOffsetTRelativeSlot(slot, child, 0)
    builder.Finish(builder.EndObject())
    return bytes(builder.Output())


def inference_output(outputs: list[float], timer_ms: float) -> bytes:
    builder = flatbuffers.Builder(0)
    vector = floats(builder, outputs)
    builder.StartObject(3)
    builder.PrependFloat32Slot(2, timer_ms, 0.0)
    builder.PrependUOffsetTRelativeSlot(0, vector, 0)
    builder.PrependUint8Slot(1, 0, 0)
    return commands(builder, 2, 3, builder.EndObject())


def stats(freq: int, mode: int) -> bytes:
    builder = flatbuffers.Builder(0)
    builder.StartObject(3)
    builder.PrependUint32Slot(1, freq, 0)
    builder.PrependUint8Slot(0, 100, 0)
    builder.PrependInt8Slot(2, mode, 0)
    return commands(builder, 0, 1, builder.EndObject())


def request(digit: list[float]) -> bytes:
    builder = flatbuffers.Builder(0)
    vector = floats(builder, digit)
    builder.StartObject(1)
    builder.PrependUOffsetTRelativeSlot(0, vector, 0)
    return commands(builder, 1, 2, builder.EndObject())


def built(line: str) -> bytes:
    (text,) = run(build("host_messages", *SOURCES), line + "\n")
    return bytes.fromhex(text)


def read(message: bytes) -> str:
    (text,) = run(build("host_messages", *SOURCES), f"read {message.hex() or '-'}\n")
    return text


@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 12, 640])
@pytest.mark.parametrize("timer_ms", [0.0, 12.5, 199.46217])
def test_answer_to_an_inference_is_the_builders_byte_for_byte(count: int, timer_ms: float) -> None:
    generator = random.Random(count)
    outputs = [generator.random() for _ in range(count)]
    words = " ".join(str(bits(value)) for value in outputs)
    assert built(f"output {bits(timer_ms)} 4096 {count} {words}") == inference_output(outputs, timer_ms)


def test_answer_with_ten_outputs_has_92_bytes() -> None:
    outputs = [0.0, 0.0, 1.0] + [0.0] * 7
    words = " ".join(str(bits(value)) for value in outputs)
    message = built(f"output {bits(6.25)} 92 10 {words}")
    assert len(message) == 92
    decoded = host_link.decode(message)
    assert decoded.cmd == host_link.INFERENCE_OUTPUT
    assert decoded.output == host_link.InferenceOutput(outputs, 0, 6.25)
    assert message == host_link.encode(decoded)


def test_answer_that_does_not_fit_is_not_begun() -> None:
    words = " ".join(["0"] * 10)
    for capacity in (0, 1, 43, 88, 91):
        (line,) = run(build("host_messages", *SOURCES), f"output {bits(1.0)} {capacity} 10 {words}\n")
        assert line == "does not fit"


@pytest.mark.parametrize("freq", [0, 1, 216_000_000, 600_000_000, 2**32 - 1])
@pytest.mark.parametrize("mode", [0, 1])
def test_answer_with_stats_is_the_builders_byte_for_byte(freq: int, mode: int) -> None:
    message = built(f"stats {freq} {mode}")
    assert message == stats(freq, mode)
    assert host_link.decode(message).stats == host_link.Stats(100, freq, mode)


def test_request_for_stats_is_read_with_and_without_fields() -> None:
    assert read(commands(flatbuffers.Builder(0), 0)) == "command 0 digit"
    builder = flatbuffers.Builder(0)
    builder.ForceDefaults(True)
    assert read(commands(builder, 0)) == "command 0 digit"


@pytest.mark.parametrize("count", [0, 1, 784, 1000])
def test_request_for_an_inference_is_read(count: int) -> None:
    digit = [index / 783 for index in range(count)]
    words = "".join(f" {bits(value)}" for value in digit)
    assert read(request(digit)) == f"command 1 digit{words}"
    assert read(host_link.encode(host_link.Commands(1, digit=digit))) == f"command 1 digit{words}"


def test_requests_that_make_no_sense_are_refused() -> None:
    assert "neither 0" in read(inference_output([1.0], 1.0))
    assert "without a digit" in read(commands(flatbuffers.Builder(0), 1))
    assert read(b"").startswith("refused")


def test_every_truncation_of_an_inference_request_is_refused() -> None:
    message = request([0.5] * 20)
    lines = run(
        build("host_messages", *SOURCES),
        "".join(f"read {message[:n].hex() or '-'}\n" for n in range(len(message))),
    )
    assert all(line.startswith("refused") for line in lines)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_damaged_requests_are_never_read_outside_of_their_bytes(seed: int) -> None:
    messages = [request([0.5] * 784), request([0.25] * 3), commands(flatbuffers.Builder(0), 0), stats(1, 1)]
    text = "".join(message.hex() + "\n" for message in messages)
    (line,) = run(build("host_message_fuzz", *SOURCES), text, "100000", str(seed))
    _, accepted, _, refused = line.split()
    # Both happen, or the damage would be too mild or too coarse to tell anything.
    assert int(accepted) > 1000 and int(refused) > 1000
