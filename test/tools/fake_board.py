# SPDX-License-Identifier: Apache-2.0
"""A fake board on a TCP socket: speaks the console protocol with made-up figures, for tests of the tools."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from typing import Any

CLOCK_HZ = 216_000_000
LAYERS = [
    ("CONV_2D", "arm_convolve_s8", 194_688, 400_000, 320),
    ("MAX_POOL_2D", "arm_max_pool_s8", 0, 60_000, 0),
    ("FULLY_CONNECTED", "reference_fully_connected_s8", 36_864, 90_000, 36_864),
]
OUTPUTS = [0.0, 0.0, 0.75, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]


def answer(**changes: Any) -> dict[str, Any]:
    """The JSON object of command 3."""
    layers = [
        {
            "index": n,
            "op": op,
            "kernel": kernel,
            "macs": macs,
            "cycles": cycles,
            "weights_bytes": size,
            "weights_in": "flash",
        }
        for n, (op, kernel, macs, cycles, size) in enumerate(LAYERS)
    ]
    options = {
        "use_cmsis_nn": 1,
        "use_comp_model": 1,
        "use_overclock": 0,
        "weights_in": "flash",
        "code_in": "flash",
    }
    total = sum(cycles for _, _, _, cycles, _ in LAYERS)
    return {
        "board": "disco_f746ng",
        "clock_hz": CLOCK_HZ,
        "model": {"name": "mnist", "file": "mnist_int8.tflite", "sha256": "00ff", "compression": "int8"},
        "options": options,
        "toolchain": "GCC 12.2.1",
        "layers": layers,
        "total_cycles": total,
        "invoke_cycles": total + 1000,
        "outputs": OUTPUTS,
        "arena_bytes": 30_356,
        "scratch_bytes": 1_024,
        "weights_copy_cycles": 0,
        **changes,
    }


def console_text() -> list[str]:
    """The lines of command 2."""
    times = [cycles * 1e3 / CLOCK_HZ for _, _, _, cycles, _ in LAYERS]
    layers = [f"{op}: {ms:.6f} msec" for (op, *_), ms in zip(LAYERS, times, strict=True)]
    outputs = [f"Out[{n}]: {value:.6f}" for n, value in enumerate(OUTPUTS)]
    return ["Running inference...", *layers, f"Done in {sum(times):.6f} msec...", *outputs]


class FakeBoard:
    """Serves one client at a time. `silent` boards never answer; `answers` overrides a command's lines.

    A board that `chatters` sends something of its own all the time, and answers nothing.
    """

    def __init__(
        self,
        silent: bool = False,
        answers: dict[str, list[str]] | None = None,
        boot: bool = True,
        chatters: bool = False,
    ) -> None:
        self._silent = silent
        self._chatters = chatters
        self._boot = boot
        self.received: list[str] = []
        self._answers = {
            "1": ["Model input:", "dims->size: 4", "input->type: 9", "Model output:", "dims->size: 2"],
            "2": console_text(),
            "3": [json.dumps(answer())],
            "tensors": [
                '{"layer": 0, "op": "CONV_2D", "type": "int8", "shape": [1, 2], "data": "00ff"}',
                '{"layer": 1, "op": "SOFTMAX", "type": "int8", "shape": [1, 1], "data": "7f"}',
                "Done",
            ],
            **(answers or {}),
        }
        self._server = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"socket://127.0.0.1:{self._server.getsockname()[1]}"

    def __enter__(self) -> FakeBoard:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)  # ends a waiting accept, which close alone does not
        self._server.close()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            with client:
                self._talk(client)

    def _talk(self, client: socket.socket) -> None:
        if self._boot and not self._silent:
            client.sendall(f"Program started @ {CLOCK_HZ}...\r\n".encode())
        while self._chatters:
            time.sleep(0.02)
            try:
                client.sendall(b"temperature 21.5 C\r\n")
            except OSError:
                return
        pending = b""
        while True:
            try:
                chunk = client.recv(256)
            except OSError:
                return
            if not chunk:
                return
            pending += chunk
            while b"\n" in pending:
                line, _, pending = pending.partition(b"\n")
                command = line.decode().strip().removeprefix("CMD=")
                self.received.append(command)
                if self._silent:
                    continue
                lines = self._answers.get(command, [f"unknown command: {command}"])
                client.sendall("".join(f"{text}\r\n" for text in lines).encode())
