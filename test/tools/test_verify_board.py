# SPDX-License-Identifier: Apache-2.0
"""The images that go to the boards, run on virtual ones: every tensor of every layer against the oracles."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from layerscope.build import Variant
from layerscope.models.catalogue import find_model
from layerscope.models.errors import ModelError
from layerscope.models.operators import check_operators
from layerscope.models.reader import read_model
from layerscope.verify.board import verify_on_board
from layerscope.verify.board_survey import survey_on_board
from layerscope.verify.cases import make_case
from layerscope.verify.generated import supported_forms
from layerscope.verify.golden import oracle_or_golden
from layerscope.verify.oracle import MicroOracle, OracleError

MLPERF_TINY = Path(__file__).resolve().parents[3] / "shared" / "models" / "mlperf_tiny"
pytestmark = pytest.mark.skipif(shutil.which("arm-none-eabi-g++") is None, reason="no cross compiler")


@pytest.mark.parametrize(
    ("board", "form", "use_cmsis_nn"),
    [
        ("disco_f746ng", "none", False),
        ("disco_f746ng", "none", True),
        ("disco_f746ng", "int8", False),
        ("disco_f746ng", "int8", True),
        ("disco_f746ng", "dynamic", True),
        ("disco_f746ng", "float16", True),
        ("teensy40", "none", True),
        ("teensy40", "int8", True),
        ("teensy40", "dynamic", False),
    ],
)
def test_a_board_computes_what_the_oracle_computes(board: str, form: str, use_cmsis_nn: bool) -> None:
    try:
        oracle_or_golden(read_model(find_model("mnist", form).path))
    except OracleError as error:
        pytest.skip(str(error))
    variant = Variant(
        board,
        use_cmsis_nn=use_cmsis_nn,
        use_comp_model=form != "none",
        compression=form if form != "none" else "int8",
    )
    steps: list[str] = []
    found = verify_on_board(variant, None, steps.append)
    assert found.passed, found.summary()
    assert (found.tensors, found.elements) == (9, 37_620)
    assert {check.kernel.split("_")[0] for check in found.checks} <= (
        {"arm", "reshape"} if use_cmsis_nn else {"reference"}
    )
    if form == "int8":
        assert found.exact, found.summary()
    assert steps[-1] == f"running on a virtual {board}"


@pytest.mark.parametrize(
    ("name", "board"),
    [
        ("ad01_int8", "disco_f746ng"),
        ("kws_ref_model", "teensy40"),
        ("pretrainedResnet_quant", "disco_f746ng"),
        ("vww_96_int8", "teensy40"),
    ],
)
def test_a_board_computes_a_public_benchmark_network_exactly(name: str, board: str) -> None:
    path = MLPERF_TINY / f"{name}.tflite"
    if not path.is_file():
        pytest.skip("the MLPerf Tiny networks are not here")
    try:
        check_operators(read_model(path))
        oracle_or_golden(read_model(path))
    except (ModelError, OracleError) as error:
        pytest.skip(str(error))
    found = verify_on_board(Variant(board, str(path)), None, lambda step: None)
    assert found.exact, found.summary()


def test_a_board_computes_a_network_made_here_exactly() -> None:
    try:
        oracle_or_golden(read_model(find_model("kws").path))
    except OracleError as error:
        pytest.skip(str(error))
    found = verify_on_board(Variant("disco_f746ng", "kws"), None, lambda step: None)
    assert found.exact, found.summary()
    assert found.title.startswith("kws_int8.tflite, fast kernels")


@pytest.mark.parametrize(("board", "use_cmsis_nn"), [("disco_f746ng", True), ("teensy40", False)])
def test_a_board_computes_generated_models_of_every_operator_and_type(board: str, use_cmsis_nn: bool) -> None:
    try:
        MicroOracle(read_model(make_case("SOFTMAX", "int8", 0).model))
    except OracleError as error:
        pytest.skip(str(error))
    pairs = supported_forms()
    found = survey_on_board(board, use_cmsis_nn, dict.fromkeys(pairs, 1), None, lambda step: None)
    details = "\n".join(f"{failure.name}: {failure.detail}" for failure in found.failures[:10])
    assert found.passed, f"{found.summary()}\n{details}"
    assert found.compared == len(pairs)
