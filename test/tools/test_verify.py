# SPDX-License-Identifier: Apache-2.0
"""`layerscope verify`: it must find what is wrong, say where, and agree with the oracles on what is right."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.errors import LayerscopeError
from layerscope.host_runtime import HostRuntime
from layerscope.models.catalogue import COMPRESSIONS, find_model
from layerscope.models.model import Model
from layerscope.models.reader import read_model
from layerscope.verify import golden
from layerscope.verify.board import read_tensors
from layerscope.verify.cases import make_case
from layerscope.verify.generate import ModelSpec
from layerscope.verify.host import verify_on_host
from layerscope.verify.inputs import firmware_input, inputs_for
from layerscope.verify.layers import Judge
from layerscope.verify.numerics import Checksum, checksum, compare
from layerscope.verify.oracle import LiteRtOracle, MicroOracle, OracleError, is_float, oracle_for
from layerscope.verify.report import Verification
from layerscope.verify.single import single_operator

MLPERF_TINY = Path(__file__).resolve().parents[3] / "shared" / "models" / "mlperf_tiny"
FAST_KERNELS = (
    Path(__file__).resolve().parents[2] / "lib/tflite_micro/src/tensorflow/lite/micro/kernels/cmsis_nn"
)


def mnist(form: str) -> Model:
    return read_model(find_model("mnist", form).path)


def oracle_or_skip(model: Model) -> LiteRtOracle | MicroOracle:
    try:
        return oracle_for(model)  # type: ignore[return-value]
    except OracleError as error:
        pytest.skip(str(error))


KERNEL_SETS = [
    pytest.param(False, id="reference"),
    pytest.param(
        True, id="cmsis_nn", marks=pytest.mark.skipif(not FAST_KERNELS.is_dir(), reason="no fast kernels")
    ),
]


@pytest.mark.parametrize("form", COMPRESSIONS)
@pytest.mark.parametrize("use_cmsis_nn", KERNEL_SETS)
def test_every_tensor_of_the_mnist_network_is_right(form: str, use_cmsis_nn: bool) -> None:
    model = mnist(form)
    oracle_or_skip(model)
    found = verify_on_host(model, use_cmsis_nn, inputs=12)
    assert found.passed, found.summary()
    assert found.tensors == 12 * 9
    assert found.elements == 12 * 37_620
    if form == "int8" or not use_cmsis_nn:
        assert found.exact, found.summary()


@pytest.mark.parametrize("name", ["ad01_int8", "kws_ref_model", "pretrainedResnet_quant", "vww_96_int8"])
@pytest.mark.parametrize("use_cmsis_nn", KERNEL_SETS)
def test_every_tensor_of_a_public_benchmark_network_is_exact(name: str, use_cmsis_nn: bool) -> None:
    path = MLPERF_TINY / f"{name}.tflite"
    if not path.is_file():
        pytest.skip("the MLPerf Tiny networks are not here")
    model = read_model(path)
    oracle_or_skip(model)
    found = verify_on_host(model, use_cmsis_nn, inputs=3)
    assert found.exact, found.summary()


@pytest.mark.parametrize("form", ["none", "dynamic", "float16"])
def test_a_layer_cut_out_of_the_network_gives_the_oracle_what_it_gave_inside(form: str) -> None:
    model = mnist(form)
    tensors = oracle_or_skip(model).run(list(inputs_for(model, 3)[2].values))
    given = {model.main.inputs[0]: inputs_for(model, 3)[2].values[0]}
    for operator in model.main.operators:
        if operator.name == "DEQUANTIZE":
            continue
        cut, fed = single_operator(model, operator)
        values = [given[index] if index in given else tensors[index] for index in fed]
        (result,) = LiteRtOracle(cut).run(values).values()
        np.testing.assert_array_equal(result, tensors[operator.outputs[0]], err_msg=operator.name)


def _judged(model: Model, change: dict[int, float]) -> Verification:
    """A verification of the oracle's own tensors, of which one element each of some is moved."""
    oracle = oracle_or_skip(model)
    named = inputs_for(model, 1)[0]
    expected = oracle.run(list(named.values))
    found = {index: value.copy() for index, value in expected.items()}
    for layer, step in change.items():
        tensor = found[model.main.operators[layer].outputs[0]].reshape(-1)
        tensor[7] += np.asarray(step, tensor.dtype)
    verification = Verification("changed", oracle.label)
    Judge(model, verification).add(named, found.get, dict(expected), ["kernel"] * len(model.main.operators))
    return verification


def test_untouched_tensors_are_all_identical() -> None:
    found = _judged(mnist("int8"), {})
    assert found.passed and found.exact
    assert found.summary().endswith("all identical")


def test_one_wrong_bit_of_an_int8_layer_is_found_and_named() -> None:
    found = _judged(mnist("int8"), {3: 1, 5: 1})
    assert not found.passed
    assert [check.index for check in found.checks if not check.passed] == [3, 5]
    assert (
        "first at layer 3 MAX_POOL_2D (kernel), digit 0: max error 1 in 1 of 1600 elements" in found.summary()
    )


@pytest.mark.parametrize(
    ("form", "step", "passes"), [("none", 1e-7, True), ("none", 3e-3, False), ("dynamic", 3e-3, False)]
)
def test_a_float_layer_may_differ_by_rounding_and_no_more(form: str, step: float, passes: bool) -> None:
    found = _judged(mnist(form), {2: step})
    assert not found.exact
    assert found.passed is passes
    assert ("DIFFERENT" in found.table()) is not passes
    assert "layer 2 CONV_2D" in found.summary()


def test_an_error_in_one_layer_is_not_blamed_on_the_next() -> None:
    # Layer 3 is fed the wrong layer 2; alone, on that input, it must be found right or wrong by its own work.
    found = _judged(mnist("none"), {2: 3e-3})
    alone = {check.index: check.alone for check in found.checks}
    assert alone[2] is not None and not alone[2].exact
    assert alone[4] is not None and alone[4].exact


def _split_network() -> Model:
    """A float operator with two outputs, of which each goes on."""
    spec = ModelSpec()
    spec.inputs = [spec.tensor("input", (2, 8), "float32")]
    halves = [spec.tensor(f"half{i}", (2, 4), "float32") for i in range(2)]
    axis = spec.tensor("axis", (), "int32", np.array(1))
    spec.operator("SPLIT", [axis, spec.inputs[0]], halves, NumSplits=2)
    spec.outputs = [spec.tensor(f"output{i}", (2, 4), "float32") for i in range(2)]
    for half, output in zip(halves, spec.outputs, strict=True):
        spec.operator("NEG", [half], [output])
    return read_model(spec.build())


@pytest.mark.parametrize("wrong", [0, 1])
def test_each_output_of_an_operator_is_judged_by_its_own(wrong: int) -> None:
    model = _split_network()
    oracle = oracle_or_skip(model)
    named = inputs_for(model, 1)[0]
    expected = oracle.run(list(named.values))
    found = {index: value.copy() for index, value in expected.items()}
    found[model.main.operators[0].outputs[wrong]].reshape(-1)[3] += 1
    verification = Verification("changed", oracle.label)
    Judge(model, verification).add(named, found.get, dict(expected), ["kernel"] * 3)
    split, other = verification.checks[wrong], verification.checks[1 - wrong]
    assert not split.passed and other.passed and other.chained.exact
    assert all(check.passed for check in verification.checks[2:])


def test_a_layer_with_a_state_is_judged_in_the_whole_run_alone() -> None:
    model = read_model(make_case("SVDF", "float32", 0).model)
    oracle = oracle_or_skip(model)
    named = inputs_for(model, 3)
    verification = Verification("state", oracle.label)
    for item in named:
        expected = oracle.run(list(item.values))
        found = {index: value + np.float32(1e-7) for index, value in expected.items()}
        Judge(model, verification).add(item, found.get, dict(expected), ["kernel"])
    assert [check.alone for check in verification.checks] == [None] * 3
    assert verification.passed and not verification.exact


def test_a_layer_with_int4_weights_is_cut_out_as_it_was() -> None:
    case = make_case("FULLY_CONNECTED", "int8 int4", 1)
    model = read_model(case.model)
    oracle_or_skip(model)
    cut, fed = single_operator(model, model.main.operators[0])
    assert fed == model.main.inputs
    for values in case.inputs:
        first, second = (MicroOracle(each).run(list(values)) for each in (model, cut))
        for a, b in zip(first.values(), second.values(), strict=True):
            np.testing.assert_array_equal(a, b)


def test_an_output_that_is_no_number_is_shown_as_a_difference() -> None:
    found = _judged(mnist("none"), {2: np.nan})
    assert not found.passed
    assert "DIFFERENT" in found.table() and "max error inf" in found.summary()


@pytest.mark.parametrize(("kernel", "skipped"), [("folded_float16", 1), ("reference_conv_f32", 0)])
def test_only_a_folded_layer_may_have_no_tensor(kernel: str, skipped: int) -> None:
    model = mnist("float16")
    oracle = oracle_or_skip(model)
    named = inputs_for(model, 1)[0]
    expected = oracle.run(list(named.values))
    first = model.main.operators[0]
    found = {index: value for index, value in expected.items() if index != first.outputs[0]}
    kernels = [kernel, *["kernel"] * (len(model.main.operators) - 1)]
    verification = Verification("one missing", oracle.label)
    if skipped:
        Judge(model, verification).add(named, found.get, dict(expected), kernels)
        assert list(verification.skipped.values()) == [skipped]
    else:
        with pytest.raises(LayerscopeError, match="kept no output of layer 0"):
            Judge(model, verification).add(named, found.get, dict(expected), kernels)


def test_nothing_compared_is_not_a_success() -> None:
    assert not Verification("empty", "nobody").passed


def test_float_errors_are_relative_to_the_largest_magnitude() -> None:
    found = compare(np.array([1, 200.002], np.float32), np.array([1, 200], np.float32))
    assert found.differing == 1
    assert found.max_error == pytest.approx(1e-5, rel=1e-2)
    assert found.within(2e-5) and not found.within(5e-6) and not found.exact


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_values_that_are_no_numbers_never_pass(bad: float) -> None:
    assert not compare(np.array([1, bad], np.float32), np.array([1, 2], np.float32)).within(1e9)


def test_a_tensor_of_another_size_or_type_never_passes() -> None:
    wanted = np.zeros(4, np.int8)
    assert not compare(np.zeros(3, np.int8), wanted).within(1e9)
    assert not compare(np.zeros(4, np.float32), wanted).within(1e9)


def test_golden_tensors_are_the_oracles() -> None:
    model = mnist("int8")
    stored = golden.GoldenTensors(model)
    oracle = oracle_or_skip(model)
    named = inputs_for(model, 12)
    assert {"digit 0", "digit 9", "random 11"} <= {item.name for item in named}
    for item in named:
        wanted = stored.expect(item)
        assert wanted is not None, item.name
        assert wanted == {index: checksum(value) for index, value in oracle.run(list(item.values)).items()}


def test_golden_tensors_stand_in_where_the_oracle_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(model: Model) -> None:
        raise OracleError("no package here")

    monkeypatch.setattr(golden, "oracle_for", missing)
    found = verify_on_host(mnist("int8"), False, inputs=12)
    assert found.exact and found.tensors == 12 * 9
    assert found.oracle.startswith("golden tensors of tflite-micro")
    with pytest.raises(OracleError, match="no package here"):
        golden.oracle_or_golden(mnist("none"))


def test_a_golden_checksum_sees_one_changed_element() -> None:
    values = np.arange(100, dtype=np.int8)
    stored = checksum(values)
    assert compare(values, stored).exact
    values[50] += 1
    assert not compare(values, stored).within(1e9)
    assert compare(values[:99], Checksum(99, stored.crc32)).exact is False


def test_golden_tensors_of_another_input_are_not_used() -> None:
    model = mnist("int8")
    named = inputs_for(model, 2)
    swapped = dataclasses.replace(named[0], values=named[1].values)
    assert golden.GoldenTensors(model).expect(swapped) is None


def _lines(model: Model) -> list[dict[str, object]]:
    """What a board would send for digit 2."""
    with HostRuntime(model.data, False, preserve_all_tensors=True) as runtime:
        runtime.set_input(firmware_input(model, 2).values[0])
        runtime.invoke()
        tensors = {operator.index: runtime.tensor(operator.outputs[0]) for operator in model.main.operators}
    return [
        {
            "layer": operator.index,
            "op": operator.name,
            "type": str(tensors[operator.index].dtype),
            "shape": list(tensors[operator.index].shape),
            "data": tensors[operator.index].tobytes().hex(),
        }
        for operator in model.main.operators
    ]


def test_a_boards_lines_become_the_models_tensors() -> None:
    model = mnist("int8")
    tensors = read_tensors(model, iter(_lines(model)))
    assert set(tensors) == {operator.outputs[0] for operator in model.main.operators}
    assert int(np.argmax(tensors[model.main.outputs[0]])) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"op": "ADD"},
        {"layer": 99},
        {"data": "0"},
        {"data": "zz"},
        {"shape": [1, 2]},
        {"type": "bool"},
        {"type": "string"},
    ],
)
def test_lines_of_another_network_are_refused(change: dict[str, object]) -> None:
    model = mnist("int8")
    lines = _lines(model)
    lines[1] |= change
    with pytest.raises(LayerscopeError, match=r"not those of mnist_int8\.tflite"):
        read_tensors(model, iter(lines))


def test_the_command_shows_every_layer_and_counts() -> None:
    oracle_or_skip(mnist("int8"))
    result = CliRunner().invoke(
        main, ["verify", "mnist", "--compression", "int8", "--cmsis-nn", "off", "--inputs", "2"]
    )
    assert result.exit_code == 0, result.output
    assert "reference_conv_s8" in result.output and "SOFTMAX" in result.output
    assert "18 tensors, 75240 elements compared with tflite-micro" in result.output


def test_several_models_are_verified_together() -> None:
    oracle_or_skip(mnist("int8"))
    path = str(find_model("mnist", "int8").path)
    result = CliRunner().invoke(main, ["verify", path, path, "--inputs", "1"])
    assert result.exit_code == 0, result.output
    *_, fourth, together = result.output.splitlines()
    assert fourth.startswith("mnist_int8.tflite, fast kernels, this machine")
    assert fourth.endswith("37,620  identical")
    assert together.split() == ["4", "together", "36", "150,480"]


def test_the_command_fails_when_a_layer_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = _judged(mnist("int8"), {0: 1})
    monkeypatch.setattr("layerscope.commands.verify.verify_on_host", lambda *arguments: wrong)
    result = CliRunner().invoke(main, ["verify", "mnist", "--compression", "int8", "--cmsis-nn", "off"])
    assert result.exit_code == 1
    assert "layer 0 CONV_2D" in result.output


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["verify", "no_such.tflite"], "there is no such file"),
        (["verify", "mnist", "--port", "/dev/ttyACM0"], "exactly one --board"),
    ],
)
def test_mistakes_are_answered_with_a_sentence(arguments: list[str], sentence: str) -> None:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code != 0
    assert sentence in result.output


def test_a_path_takes_no_compression() -> None:
    path = str(find_model("mnist", "int8").path)
    result = CliRunner().invoke(main, ["verify", path, "--compression", "int8"])
    assert result.exit_code == 2
    assert "a path is verified as it is" in result.output


def test_the_oracle_is_litert_wherever_something_is_computed_in_float() -> None:
    assert [form for form in COMPRESSIONS if is_float(mnist(form))] == ["none", "dynamic", "float16"]
