# SPDX-License-Identifier: Apache-2.0
"""The console protocol's client side: send a command, read its answer, never wait for ever."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

import serial

from layerscope.errors import LayerscopeError
from layerscope.serial.ports import PortError, open_port

BOOT_LINE = re.compile(r"Program started @ (\d+)")
DONE_LINE = re.compile(r"Done\b")
# A line that the firmware of another age or another author answers with: no use waiting for more.
REFUSAL = re.compile(r"unknown command|overlong|framing error|lost bytes", re.IGNORECASE)
FAILURE = re.compile(r"did not start|inference failed|cannot be filled|fault status", re.IGNORECASE)
# After the last expected line the board may still be sending outputs: this long without a byte ends them.
IDLE_S = 0.3
# A board may send without end what nobody asked for: then so many times the allowed silence is enough.
PATIENCE = 10


class SilentBoard(LayerscopeError):
    """The board did not answer in time."""


class Console:
    """A console on an open port. After `silence_s` without a byte the board counts as silent.

    `watch` is called while waiting; it may raise to end the wait (a virtual board whose process ended).
    """

    def __init__(
        self, port: Any, name: str, silence_s: float = 30.0, watch: Callable[[], None] | None = None
    ) -> None:
        self.name = name
        self.silence_s = silence_s
        self._port = port
        self._watch = watch
        self._pending = bytearray()
        self._give_up_at = math.inf

    @classmethod
    def open(cls, name: str, silence_s: float = 30.0, watch: Callable[[], None] | None = None) -> Console:
        return cls(open_port(name), name, silence_s, watch)

    def __enter__(self) -> Console:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._port.close()

    def send(self, command: str) -> None:
        """Sends a command as a line. Whatever arrived before it belongs to an earlier one and is dropped."""
        self._pending.clear()
        try:
            self._port.reset_input_buffer()
            self._port.write(command.encode("ascii") + b"\n")
            self._port.flush()
        except (serial.SerialException, OSError) as error:
            raise PortError(
                f"{self.name} broke while sending `{command}` ({error}); is it plugged in?"
            ) from error

    def lines(self, silence_s: float | None = None) -> Iterator[str]:
        """Lines as they arrive, without their ends; stops when nothing arrives for `silence_s`."""
        self._give_up_at = math.inf
        return self._lines(silence_s)

    def _lines(self, silence_s: float | None = None) -> Iterator[str]:
        limit = self.silence_s if silence_s is None else silence_s
        deadline = time.monotonic() + limit
        while time.monotonic() < self._give_up_at:
            end = self._pending.find(b"\n")
            if end >= 0:
                line = bytes(self._pending[:end])
                del self._pending[: end + 1]
                yield line.decode("utf-8", "replace").rstrip("\r")
                deadline = time.monotonic() + limit
                continue
            chunk = self._read()
            if chunk:
                self._pending += chunk
                deadline = time.monotonic() + limit
            elif time.monotonic() >= deadline:
                return
            elif self._watch is not None:
                self._watch()

    def _read(self) -> bytes:
        try:
            return bytes(self._port.read(max(1, self._port.in_waiting)))
        except (serial.SerialException, OSError) as error:
            raise PortError(
                f"{self.name} closed while being read ({error}); is the board still there?"
            ) from error

    def wait_for_boot(self, silence_s: float | None = None) -> int | None:
        """The core clock in Hz from the boot line; None when the board is up already and says nothing."""
        self._be_patient(silence_s)
        for line in self._lines(silence_s):
            found = BOOT_LINE.search(line)
            if found:
                return int(found[1])
        return None

    def info(self) -> list[str]:
        """Command 1: the lines that describe the input and output tensors."""
        return self._collect("1", lambda line: False, IDLE_S)

    def run(self) -> list[str]:
        """Command 2: the lines of one inference, a line a layer, up to the last output."""
        return self._collect("2", lambda line: DONE_LINE.match(line) is not None, IDLE_S)

    def run_json(self) -> dict[str, Any]:
        """Command 3: one inference as a JSON object."""
        return _json_line(self.run_json_line()[-1], self.name)

    def run_json_line(self) -> list[str]:
        """Command 3: the lines up to the JSON line, which is the last."""
        lines = []
        for line in self._answer("3"):
            lines.append(line)
            if line.startswith("{"):
                return lines
        raise self._silent("3")

    def tensors(self) -> Iterator[dict[str, Any]]:
        """Command `tensors`: one JSON object per layer with the raw bytes of its output."""
        for line in self._answer("tensors"):
            if line.startswith("{"):
                self._be_patient()
                yield _json_line(line, self.name)
            elif DONE_LINE.match(line):
                return
        raise self._silent("tensors")

    def _collect(self, command: str, last: Callable[[str], bool], idle_s: float) -> list[str]:
        """All lines of an answer whose end shows only by the line falling idle.

        The wait for a first line, and for the last layer, is the long one; only then is `idle_s` enough.
        """
        collected: list[str] = []
        limit: float | None = None
        answer = self._answer(command)
        for line in answer:
            collected.append(line)
            if last(line) or (command == "1" and line):
                limit = idle_s
                break
        else:
            raise self._silent(command)
        collected.extend(self._lines(limit))
        return collected

    def _answer(self, command: str) -> Iterator[str]:
        self.send(command)
        self._be_patient()
        for line in self._lines():
            if REFUSAL.search(line):
                raise LayerscopeError(
                    f"the firmware at {self.name} refused the command `{command}` ({line.strip()}); "
                    "build and upload this version's firmware with `pio run -t upload`"
                )
            if FAILURE.search(line):
                raise LayerscopeError(
                    f"the firmware at {self.name} could not do `{command}`: {line.strip().rstrip('.')}"
                )
            yield line

    def _be_patient(self, silence_s: float | None = None) -> None:
        silence_s = self.silence_s if silence_s is None else silence_s
        self._give_up_at = time.monotonic() + PATIENCE * silence_s

    def _silent(self, command: str) -> SilentBoard:
        return SilentBoard(
            f"the board at {self.name} did not finish answering `{command}` in {self.silence_s:g} s; check "
            "that its firmware is uploaded and this is its port (115200 8N1), then press its reset button"
        )


def _json_line(line: str, name: str) -> dict[str, Any]:
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise LayerscopeError(
            f"{name} sent a damaged JSON line ({error}); characters were lost on the way: try again, "
            "or a shorter cable"
        ) from error
    assert isinstance(data, dict)
    return data
