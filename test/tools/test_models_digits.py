# SPDX-License-Identifier: Apache-2.0
"""The drawings under models/digits, and the sentences about drawings that cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from layerscope.host_runtime import HostRuntime
from layerscope.models.catalogue import COMPRESSIONS, find_model
from layerscope.models.digits import DIGITS, RAMP, parse_drawing, read_digit
from layerscope.models.errors import ModelError

BLANK = [RAMP[0] * 28 for _ in range(28)]


@pytest.mark.parametrize("digit", DIGITS)
def test_digit_is_drawn_in_the_manner_of_mnist(digit: int) -> None:
    drawing = read_digit(digit)
    image = np.frombuffer(drawing.pixels, np.uint8).reshape(28, 28)
    assert drawing.label == digit
    assert image.max() == 255
    assert not image[:4].any() and not image[24:].any() and not image[:, :4].any() and not image[:, 24:].any()
    # MNIST's test images have a mean of 15 to 65 of 255.
    assert 15 < image.mean() < 75


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_litert_reads_every_digit_right(compression: str) -> None:
    pytest.importorskip("ai_edge_litert", reason="LiteRT (extra: verify) is not installed")
    from layerscope.training.measure import predict

    images = [np.frombuffer(read_digit(digit).pixels, np.uint8).reshape(28, 28) for digit in DIGITS]
    model = find_model("mnist", compression).path.read_bytes()
    assert predict(model, np.array(images)).tolist() == list(DIGITS)


def test_levels_run_from_background_to_ink() -> None:
    first = RAMP + " " * (28 - len(RAMP))
    pixels = parse_drawing("\n".join([first, *BLANK[1:]]), "drawing")
    assert list(pixels[: len(RAMP)]) == [0, 32, 64, 96, 128, 159, 191, 223, 255]
    assert not any(pixels[len(RAMP) :])


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([*BLANK, ""][:20], "d.txt: 20 lines; draw the digit in 28 lines of 28 characters"),
        ([*BLANK[:4], "..", *BLANK[5:]], "d.txt, line 5: 2 characters; draw 28 in each line"),
        (
            [*BLANK[:9], "..?" + "." * 25, *BLANK[10:]],
            "d.txt, line 10, column 3: unknown character '?'; use .:-=+*#%@ from background to ink",
        ),
    ],
)
def test_a_bad_drawing_is_named_with_its_line(tmp_path: Path, lines: list[str], sentence: str) -> None:
    path = tmp_path / "d.txt"
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(ModelError, match=re.escape(sentence) + "$"):
        read_digit(path)


def test_a_missing_or_binary_drawing_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="there is no such digit"):
        read_digit(11)
    path = tmp_path / "2.txt"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match="cannot be read as text"):
        read_digit(path)


@pytest.mark.parametrize("use_cmsis_nn", [False, True], ids=["reference", "cmsis_nn"])
@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_the_boards_runtime_reads_every_digit_right(compression: str, use_cmsis_nn: bool) -> None:
    runtime = HostRuntime(find_model("mnist", compression).path, use_cmsis_nn)
    for digit in DIGITS:
        pixels = np.frombuffer(read_digit(digit).pixels, np.uint8)
        # The int8 input has scale 1/255 and zero point -128: a pixel's byte less 128.
        runtime.set_input(
            (pixels.astype(np.int16) - 128).astype(np.int8)
            if compression == "int8"
            else pixels.astype(np.float32) / np.float32(255)
        )
        runtime.invoke()
        assert int(np.argmax(runtime.output())) == digit
