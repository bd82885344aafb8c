# SPDX-License-Identifier: Apache-2.0
"""The notebook runs from top to bottom, here against a board played by a socket."""

from __future__ import annotations

import json
import socket
import threading
from typing import Any

import numpy as np
import pytest
from layerscope.models.catalogue import find_model, models_folder
from layerscope.models.digits import read_digit
from layerscope.serial.host_link import (
    INFERENCE_OUTPUT,
    Commands,
    InferenceOutput,
    Stats,
    decode,
    encode,
)

NOTEBOOK = models_folder().parent / "notebooks" / "digit_on_a_board.ipynb"


def _cells() -> list[dict[str, Any]]:
    return list(json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"])


def test_notebook_is_committed_without_outputs() -> None:
    for cell in _cells():
        assert not cell.get("outputs") and not cell.get("execution_count")


class _Board(threading.Thread):
    """Answers a request of 0 with statistics and one of 1 with LiteRT's outputs for the digit it was sent."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"socket://127.0.0.1:{self._server.getsockname()[1]}"
        self.digit: list[float] = []

    def run(self) -> None:
        connection, _ = self._server.accept()
        with connection:
            pending = bytearray()
            while chunk := connection.recv(65536):
                pending += chunk
                try:
                    request = decode(bytes(pending))
                except Exception:
                    continue  # the rest of the message is still on its way
                if request.cmd == 1 and len(request.digit or []) < 784:
                    continue
                pending.clear()
                if request.cmd == 0:
                    answer = Commands(0, stats=Stats(100, 216_000_000, 1))
                else:
                    self.digit = request.digit or []
                    answer = Commands(
                        INFERENCE_OUTPUT, output=InferenceOutput([0.0] * 7 + [1.0, 0.0, 0.0], 0, 12.5)
                    )
                connection.sendall(encode(answer))


def test_notebook_runs_to_its_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib (extra: plot) is not installed")
    pytest.importorskip("ai_edge_litert", reason="LiteRT (extra: verify) is not installed")
    matplotlib.use("Agg")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)  # no ipympl in a test
    board = _Board()
    board.start()
    names: dict[str, Any] = {}
    for cell in _cells():
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            exec(source.replace('"/dev/ttyUSB0"', repr(board.url)), names)
    output = capsys.readouterr().out
    assert "none 7\ndynamic 7\nint8 7\nfloat16 7\n" in output
    assert "216 MHz, CMSIS-NN kernels: 12.500 ms, digit 7" in output
    assert np.allclose(board.digit, np.frombuffer(read_digit(7).pixels, np.uint8) / 255.0)


def test_drawing_with_the_mouse_gives_a_digit_that_is_read_right() -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib (extra: plot) is not installed")
    pytest.importorskip("ai_edge_litert", reason="LiteRT (extra: verify) is not installed")
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    from layerscope.models.draw_pad import DrawPad
    from layerscope.training.measure import predict
    from matplotlib.backend_bases import MouseEvent

    figure, axes = plt.subplots()
    pad = DrawPad(axes)

    def mouse(name: str, x: float, y: float, button: int) -> None:
        at = axes.transData.transform((x, y))
        figure.canvas.callbacks.process(name, MouseEvent(name, figure.canvas, *at, button=button))

    mouse("button_press_event", 7, 5, 1)
    for x, y in ((20, 5), (16, 13), (12, 22)):
        mouse("motion_notify_event", x, y, 1)
    mouse("button_release_event", 12, 22, 1)
    mouse("motion_notify_event", 2, 2, 1)  # the pen is up
    pixels = np.array(pad.pixels()).reshape(1, 28, 28)
    assert pixels.max() == 1.0 and pixels[0, 2, 2] == 0.0
    model = find_model("mnist", "int8").path.read_bytes()
    assert predict(model, np.round(pixels * 255).astype(np.uint8)).tolist() == [7]
    mouse("button_press_event", 7, 5, 3)
    assert not any(pad.pixels())
    plt.close(figure)
