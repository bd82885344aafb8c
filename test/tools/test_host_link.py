# SPDX-License-Identifier: Apache-2.0
"""The host link's wire format, version 1, and its client."""

from __future__ import annotations

import itertools
import random
import struct
import time
from typing import Any

import flatbuffers
import pytest
from flatbuffers import number_types
from flatbuffers.table import Table
from layerscope.errors import LayerscopeError
from layerscope.serial import host_link
from layerscope.serial.host_link import Commands, HostLink, InferenceOutput, Stats

OUTPUTS = [0.0, 0.5, 0.25, 0.125, 1.0, 0.0, 0.0, 0.0, 0.0, 2.0]


class FakePort:
    """A port whose other end answers each request after `answer(request)`, in pieces."""

    def __init__(self, answer: Any, pieces: int = 3) -> None:
        self._answer = answer
        self._pieces: list[bytes] = []
        self._count = pieces

    in_waiting = 64

    def reset_input_buffer(self) -> None:
        self._pieces.clear()

    def write(self, data: bytes) -> None:
        reply = self._answer(data)
        step = max(1, len(reply) // self._count)
        self._pieces = [reply[at : at + step] for at in range(0, len(reply), step)]

    def flush(self) -> None: ...

    def read(self, _: int) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


def test_an_answer_with_ten_outputs_is_92_bytes_long() -> None:
    message = Commands(2, output=InferenceOutput(OUTPUTS, 0, 12.5))
    assert len(host_link.encode(message)) == 92


@pytest.mark.parametrize(
    "message",
    [
        Commands(0),
        Commands(0, stats=Stats(100, 216_000_000, 1)),
        Commands(0, stats=Stats(100, 600_000_000, 0)),
        Commands(1, digit=[0.5] * 784),
        Commands(2, output=InferenceOutput(OUTPUTS, 0, 12.5)),
    ],
)
def test_what_is_encoded_is_decoded(message: Commands) -> None:
    assert host_link.decode(host_link.encode(message)) == message


def test_the_flatbuffers_package_reads_the_same_fields() -> None:
    """The package's own table accessors are the oracle: slots in the order of the schema."""
    data = host_link.encode(Commands(2, output=InferenceOutput(OUTPUTS, 0, 12.5)))
    root = Table(bytearray(data), flatbuffers.encode.Get(flatbuffers.packer.uoffset, data, 0))
    assert root.Get(number_types.Int8Flags, root.Pos + root.Offset(4)) == 2
    assert root.Offset(6) == 0
    assert root.Offset(8) == 0
    output = Table(root.Bytes, root.Indirect(root.Pos + root.Offset(10)))
    values = output.Offset(4)
    assert output.VectorLen(values) == 10
    start = output.Vector(values)
    assert list(struct.unpack_from("<10f", data, start)) == OUTPUTS
    assert output.Offset(6) == 0  # output_n stays at its default
    assert output.Get(number_types.Float32Flags, output.Pos + output.Offset(8)) == 12.5


def test_damage_anywhere_ends_in_a_sentence_or_other_values_never_in_a_crash() -> None:
    data = host_link.encode(Commands(2, output=InferenceOutput(OUTPUTS, 0, 12.5)))
    rng = random.Random(1)
    refused = 0
    for position, value in itertools.product(range(len(data)), (0x00, 0x7F, 0x80, 0xFF, rng.randrange(256))):
        damaged = bytearray(data)
        damaged[position] = value
        try:
            host_link.decode(bytes(damaged))
        except LayerscopeError as error:
            assert "is damaged" in str(error)
            refused += 1
    assert refused > 50
    for length in range(4):
        with pytest.raises(LayerscopeError, match="is damaged"):
            host_link.decode(data[:length])


def test_the_client_asks_for_statistics() -> None:
    port = FakePort(lambda request: host_link.encode(Commands(0, stats=Stats(100, 216_000_000, 1))))
    assert HostLink(port, "fake").stats() == Stats(100, 216_000_000, 1)


def test_the_client_sends_a_digit_and_gets_outputs_in_pieces() -> None:
    seen: list[Commands] = []

    def board(request: bytes) -> bytes:
        seen.append(host_link.decode(request))
        return host_link.encode(Commands(2, output=InferenceOutput(OUTPUTS, 0, 3.5)))

    digit = [pixel / 1024 for pixel in range(784)]
    output = HostLink(FakePort(board), "fake").infer(digit)
    assert output.output_f == OUTPUTS
    assert output.timer_ms == 3.5
    assert seen[0].cmd == 1
    assert seen[0].digit == digit


def test_a_digit_of_the_wrong_size_is_not_sent() -> None:
    with pytest.raises(LayerscopeError, match="784 pixels, not 3"):
        HostLink(FakePort(lambda request: b""), "fake").infer([0.0] * 3)


def test_a_silent_link_is_given_up() -> None:
    with pytest.raises(
        LayerscopeError, match=r"sent nothing for 0\.2 s; check that the port is the host link's"
    ):
        HostLink(FakePort(lambda request: b""), "fake", silence_s=0.2).stats()


def test_an_answer_of_another_kind_is_refused() -> None:
    port = FakePort(lambda request: host_link.encode(Commands(0, stats=Stats(100, 1, 0))))
    with pytest.raises(LayerscopeError, match="answered a digit with command 0, not 2"):
        HostLink(port, "fake").infer([0.0] * 784)


def test_an_answer_that_pauses_in_its_middle_is_read_whole() -> None:
    """A virtual board on a busy machine is slower than its serial line."""
    answer = host_link.encode(
        Commands(host_link.INFERENCE_OUTPUT, output=InferenceOutput([0.0] * 9 + [1.0], 0, 2.5))
    )
    parts = [answer[:38], answer[38:90], answer[90:]]

    class SlowPort:
        in_waiting = 0

        def reset_input_buffer(self) -> None: ...

        def flush(self) -> None: ...

        def write(self, data: bytes) -> None: ...

        def read(self, size: int) -> bytes:
            time.sleep(1.5 * host_link.IDLE_S)
            return parts.pop(0) if parts else b""

    assert host_link.HostLink(SlowPort(), "slow").infer([0.0] * 784).output_f[9] == 1.0
