# SPDX-License-Identifier: Apache-2.0
"""Generated models of one operator each: 2,000 against the oracles, and that a difference is found."""

from __future__ import annotations

import os

import operators_table
import pytest
from click.testing import CliRunner
from layerscope.cli import main
from layerscope.host_runtime import HostRuntime
from layerscope.models.operators import RESOLVER_METHODS
from layerscope.models.reader import read_model
from layerscope.verify import survey as survey_module
from layerscope.verify import workers
from layerscope.verify.cases import all_forms, make_case
from layerscope.verify.generated import Key, Outcome, check_case, supported_forms
from layerscope.verify.oracle import MicroOracle, OracleError
from layerscope.verify.survey import survey

MODELS = operators_table.IN_CI


@pytest.fixture(scope="module", autouse=True)
def oracle() -> None:
    try:
        MicroOracle(read_model(make_case("SOFTMAX", "int8", 0).model))
    except OracleError as error:
        pytest.skip(str(error))


def test_two_thousand_generated_models_give_what_the_oracles_give() -> None:
    found = survey(MODELS)
    details = "\n".join(f"{failure.name}: {failure.detail}" for failure in found.failures[:10])
    assert found.passed, f"{found.summary()}\n{details}"
    assert found.compared >= MODELS
    assert all(tally.elements for tally in found.tallies.values())


def test_the_page_of_operators_is_current() -> None:
    told = "docs/operators.md is not what the runtime does: .venv/bin/python test/tools/operators_table.py"
    assert operators_table.DOCUMENT.read_text(encoding="utf-8") == operators_table.document(), told


def test_every_operator_of_the_runtime_is_generated() -> None:
    assert set(RESOLVER_METHODS) <= {op for op, _ in all_forms()}


@pytest.mark.parametrize(
    "pair", [("CONV_2D", "int8"), ("SOFTMAX", "float32"), ("QUANTIZE", "float32 to int8")]
)
def test_a_case_is_the_same_model_every_time(pair: tuple[str, str]) -> None:
    first, second = make_case(*pair, 7), make_case(*pair, 7)
    assert first.model == second.model
    for a, b in zip(first.inputs, second.inputs, strict=True):
        assert [value.tobytes() for value in a] == [value.tobytes() for value in b]
    assert make_case(*pair, 8).model != first.model


@pytest.mark.parametrize(
    "pair", [("CONV_2D", "int8"), ("FULLY_CONNECTED", "hybrid"), ("MAX_POOL_2D", "float32")]
)
def test_one_wrong_element_is_a_difference(pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    right = HostRuntime.output

    def wrong(self: HostRuntime, index: int = 0) -> object:
        values = right(self, index)
        values.reshape(-1)[-1] += 1
        return values

    assert check_case((*pair, 3)).verdict != "different"
    monkeypatch.setattr(HostRuntime, "output", wrong)
    found = check_case((*pair, 3))
    assert found.verdict == "different"
    assert "1 of" in found.detail and "inference 0" in found.detail


def _dies_in(stage_of_death: str) -> object:
    def check(key: Key, stage: object) -> Outcome:
        for name in ("oracle", "runtime"):
            stage(name)  # type: ignore[operator]
            if key[2] == 1 and name == stage_of_death:
                os.abort()
        return Outcome(*key, "exact", 1)

    return check


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the stand-in reaches a worker by fork only")
@pytest.mark.parametrize(("stage", "verdict"), [("oracle", "refused"), ("runtime", "different")])
def test_a_process_that_dies_ends_one_case(stage: str, verdict: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "check_case", _dies_in(stage))
    found = {outcome.number: outcome for outcome in workers.check_cases([("A", "b", n) for n in range(5)], 2)}
    assert sorted(found) == [0, 1, 2, 3, 4]
    assert found.pop(1).verdict == verdict
    assert {outcome.verdict for outcome in found.values()} == {"exact"}


def test_a_family_that_the_oracle_always_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        survey_module, "check_cases", lambda keys, processes: [Outcome(*key, "refused") for key in keys]
    )
    found = survey(6, [("ADD", "int8")])
    assert not found.passed
    assert "too few of ADD int8" in found.summary() or found.compared == 0


def test_the_command_counts_models_and_elements() -> None:
    result = CliRunner().invoke(main, ["verify", "--generated", "8", "--op", "softmax"])
    assert result.exit_code == 0, result.output
    assert "SOFTMAX" in result.output and "8 generated models of 1 operators" in result.output


def test_the_command_fails_when_a_model_differs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        survey_module,
        "check_cases",
        lambda keys, processes: [Outcome(*key, "different", 4, 3.0, "kernel: 2 of 4 differ") for key in keys],
    )
    result = CliRunner().invoke(main, ["verify", "--generated", "2", "--op", "SOFTMAX"])
    assert result.exit_code == 1
    assert "DIFFERENT" in result.output and "2 of 4 differ" in result.output


@pytest.mark.parametrize(
    "arguments", [[], ["mnist", "--generated", "4"], ["--generated", "4", "--op", "NOPE"]]
)
def test_the_command_asks_for_a_model_or_a_number(arguments: list[str]) -> None:
    result = CliRunner().invoke(main, ["verify", *arguments])
    assert result.exit_code != 0
    assert "MODEL" in result.output or "NOPE" in result.output


def test_only_what_the_runtime_has_is_compared() -> None:
    assert set(supported_forms()) <= set(all_forms())
    assert ("CONV_2D", "int8") in supported_forms()
