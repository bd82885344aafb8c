# SPDX-License-Identifier: Apache-2.0
"""The host link, version 1: FlatBuffers messages without a frame; a message ends when the line falls idle.

Tables and field order are fixed by existing clients (docs/architecture.md, "The host link"):
`Commands {cmd, stats, input, ouput}`, `Stats {version, freq, mode}`, `InferenceInput {digit}`,
`InferenceOutput {output_f, output_n, timer_ms}`.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flatbuffers
import serial

from layerscope.errors import LayerscopeError
from layerscope.serial.ports import PortError

GET_STATS, INFERENCE_INPUT, INFERENCE_OUTPUT = 0, 1, 2
IDLE_S = 0.1  # longer than a USB adapter's 16 ms latency timer, with room for a busy host
PAUSE_S = 5.0  # a virtual board on a busy machine may pause in the middle of a message
MAX_MESSAGE_BYTES = 65536


@dataclass(frozen=True)
class Stats:
    version: int
    freq: int  # Hz
    mode: int  # 0 reference kernels, 1 CMSIS-NN


@dataclass(frozen=True)
class InferenceOutput:
    output_f: list[float]
    output_n: int
    timer_ms: float


@dataclass(frozen=True)
class Commands:
    cmd: int
    stats: Stats | None = None
    digit: list[float] | None = None
    output: InferenceOutput | None = None


def encode(message: Commands) -> bytes:
    """A `Commands` message as bytes."""
    builder = flatbuffers.Builder(256)
    stats = digit = output = None
    if message.stats is not None:
        builder.StartObject(3)
        builder.PrependUint32Slot(1, message.stats.freq, 0)
        builder.PrependUint8Slot(0, message.stats.version, 0)
        builder.PrependInt8Slot(2, message.stats.mode, 0)
        stats = builder.EndObject()
    if message.digit is not None:
        values = _floats(builder, message.digit)
        builder.StartObject(1)
        builder.PrependUOffsetTRelativeSlot(0, values, 0)
        digit = builder.EndObject()
    if message.output is not None:
        values = _floats(builder, message.output.output_f)
        builder.StartObject(3)
        builder.PrependFloat32Slot(2, message.output.timer_ms, 0.0)
        builder.PrependUOffsetTRelativeSlot(0, values, 0)
        builder.PrependUint8Slot(1, message.output.output_n, 0)
        output = builder.EndObject()
    builder.StartObject(4)
    # `cmd` first: it then sits in the padding after the child, and an answer of ten outputs has 92 bytes.
    builder.PrependInt8Slot(0, message.cmd, 0)
    for slot, child in ((3, output), (2, digit), (1, stats)):
        if child is not None:
            builder.PrependUOffsetTRelativeSlot(slot, child, 0)
    builder.Finish(builder.EndObject())
    return bytes(builder.Output())


def _floats(builder: Any, values: Sequence[float]) -> int:
    builder.StartVector(4, len(values), 4)
    for value in reversed(values):
        builder.PrependFloat32(value)
    return int(builder.EndVector())


def decode(data: bytes) -> Commands:
    """A `Commands` message from bytes; every offset is checked before it is followed."""
    reader = _Reader(data)
    root = reader.unsigned(0, 4)
    stats = reader.child(root, 1)
    digit = reader.child(root, 2)
    output = reader.child(root, 3)
    return Commands(
        cmd=reader.scalar(root, 0, "<b", 0),
        stats=None
        if stats is None
        else Stats(*(reader.scalar(stats, slot, form, 0) for slot, form in enumerate(("<B", "<I", "<b")))),
        digit=None if digit is None else reader.floats(digit, 0),
        output=None
        if output is None
        else InferenceOutput(
            reader.floats(output, 0), reader.scalar(output, 1, "<B", 0), reader.scalar(output, 2, "<f", 0.0)
        ),
    )


def _is_whole(message: bytearray) -> bool:
    """Vectors are written last, so that a message cut short points beyond its end."""
    try:
        decode(bytes(message))
    except LayerscopeError:
        return False
    return True


class _Reader:
    """Bounds-checked access to FlatBuffers tables (https://flatbuffers.dev/internals: vtables, uoffsets)."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def _unpack(self, form: str, at: int) -> Any:
        if at < 0 or at + struct.calcsize(form) > len(self.data):
            raise LayerscopeError(
                f"the host link's answer of {len(self.data)} bytes is damaged: it points to byte {at}; "
                "check the wires (A5/A4 or pins 0/1) and the baud rate, then try again"
            )
        return struct.unpack_from(form, self.data, at)[0]

    def unsigned(self, at: int, size: int) -> int:
        return int(self._unpack({2: "<H", 4: "<I"}[size], at))

    def _field(self, table: int, slot: int) -> int | None:
        """Position of a table's field; None where the sender left it at its default."""
        vtable = table - int(self._unpack("<i", table))
        if 4 + 2 * slot + 2 > self.unsigned(vtable, 2):
            return None
        offset = self.unsigned(vtable + 4 + 2 * slot, 2)
        return table + offset if offset else None

    def scalar(self, table: int, slot: int, form: str, default: float) -> Any:
        at = self._field(table, slot)
        return default if at is None else self._unpack(form, at)

    def child(self, table: int, slot: int) -> int | None:
        at = self._field(table, slot)
        return None if at is None else at + self.unsigned(at, 4)

    def floats(self, table: int, slot: int) -> list[float]:
        at = self.child(table, slot)
        if at is None:
            return []
        count = self.unsigned(at, 4)
        self._unpack("<B", at + 4 + 4 * count - 1)
        return list(struct.unpack_from(f"<{count}f", self.data, at + 4))


class HostLink:
    """A client on an open port."""

    def __init__(self, port: Any, name: str, silence_s: float = 30.0) -> None:
        self.name = name
        self.silence_s = silence_s
        self._port = port

    def stats(self) -> Stats:
        """Asks the board for its version, clock and kernels."""
        answer = self.exchange(Commands(GET_STATS))
        if answer.stats is None:
            raise LayerscopeError(f"the board at {self.name} answered a request for statistics without them")
        return answer.stats

    def infer(self, digit: Sequence[float]) -> InferenceOutput:
        """Sends 784 pixels, 0.0 background to 1.0 ink, row by row, and returns the outputs and the time."""
        if len(digit) != 28 * 28:
            raise LayerscopeError(f"a digit has 784 pixels, not {len(digit)}; draw it as 28 rows of 28")
        answer = self.exchange(Commands(INFERENCE_INPUT, digit=list(digit)))
        if answer.cmd != INFERENCE_OUTPUT or answer.output is None:
            raise LayerscopeError(
                f"the board at {self.name} answered a digit with command {answer.cmd}, not 2"
            )
        return answer.output

    def exchange(self, request: Commands) -> Commands:
        try:
            self._port.reset_input_buffer()
            self._port.write(encode(request))
            self._port.flush()
            return decode(self._receive())
        except (serial.SerialException, OSError) as error:
            raise PortError(f"{self.name} broke during an exchange ({error}); is it plugged in?") from error

    def _receive(self) -> bytes:
        message = bytearray()
        deadline = time.monotonic() + self.silence_s
        while time.monotonic() < deadline and len(message) < MAX_MESSAGE_BYTES:
            chunk = self._port.read(max(1, self._port.in_waiting))
            if chunk:
                message += chunk
                deadline = time.monotonic() + (IDLE_S if _is_whole(message) else PAUSE_S)
        if not message:
            raise LayerscopeError(
                f"the board at {self.name} sent nothing for {self.silence_s:g} s; check that the port is the "
                "host link's (disco_f746ng A4/A5, teensy40 pins 0/1), not the console's"
            )
        return bytes(message)
