# SPDX-License-Identifier: Apache-2.0
"""The engine against an independent emulator, QEMU's mps2-an500, over random sequences of instructions."""

from __future__ import annotations

import random
import sys

import pytest
from layerscope.virtual_board.differential.run import (
    Difference,
    compare,
    is_known,
    missing_tools,
    random_batches,
)
from layerscope.virtual_board.differential.sequences import Sequence, random_sequence
from layerscope.virtual_board.differential.templates import CONDITIONAL, UNCONDITIONAL

_MISSING = missing_tools()
pytestmark = pytest.mark.skipif(_MISSING is not None, reason=str(_MISSING))


def unexplained(found: list[Difference]) -> str:
    return "\n\n".join(str(difference) for difference in found if not is_known(difference))


@pytest.mark.parametrize("timing", [True, False])
def test_random_sequences_leave_the_same_state_as_on_qemu(
    timing: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    compared = 0
    for seed, sequences in random_batches(20 + timing, 30_000):
        assert not unexplained(compare(sequences, seed, timing))
        compared += sum(sequence.instructions() for sequence in sequences)
    assert compared >= 30_000
    with capsys.disabled():
        print(f"[{compared} instructions compared] ", end="")


def test_a_wrong_result_is_found_and_cut_to_its_cause() -> None:
    # A program can tell the two by the core's identity: a stand-in for a wrong instruction.
    read = ("movw r10, #0xED00", "movt r10, #0xE000", "ldr r3, [r10]")
    sequences = [random_sequence(random.Random(n)) for n in range(4)]
    sequences[2] = Sequence((("nop",), read, ("adds r1, r2, r3",)))
    (found,) = compare(sequences, 5)
    assert found.sequence.groups == (("nop",), read)
    assert list(found.fields) == ["r3"] and found.fields["r3"][0] == 0x411FC271


def test_conversion_from_fixed_point_rounds_to_nearest_whatever_the_mode() -> None:
    up = ("movw r10, #0", "movt r10, #0x40", "vmsr fpscr, r10")
    convert = ("vmov s1, r0", "vcvt.f32.s32 s1, s1, #3", "vcvt.f32.u32 s2, s2, #9", "vadd.f32 s3, s1, s2")
    assert not unexplained(compare([Sequence((up, convert))] * 64, 3))


@pytest.mark.skipif(sys.platform != "linux", reason="known to differ where programs cannot replace functions")
def test_q_is_set_by_the_whole_sum_of_smlad() -> None:
    operands = ("movw r1, #0x8000", "movt r1, #0x8000", "movs r3, #0", "msr apsr_nzcvq, r3")
    groups = []
    for operation in (
        "smlad r0, r1, r1, r4",
        "smladx r0, r1, r1, r4",
        "smuad r0, r1, r1",
        "smlabb r0, r1, r1, r4",
    ):
        for accumulator in ("mov r4, #0x80000000", "mov r4, #-1", "movs r4, #0", "mov r4, #0x40000000"):
            name, _, registers = operation.partition(" ")
            block = ("tst r3, #1", "ite eq", f"{name}eq {registers}", f"{name}ne {registers}")
            groups += [(*operands, accumulator, operation), (*operands, accumulator, *block)]
    assert not compare([Sequence((group,)) for group in groups], 1)


def test_every_class_of_instruction_is_drawn() -> None:
    drawn = " ".join(line for n in range(3000) for line in random_sequence(random.Random(n)).lines())
    for template in [t for group in (*CONDITIONAL.values(), *UNCONDITIONAL.values()) for t in group]:
        stem = template.split("{")[0].split(" ")[0].removesuffix(".w")
        assert stem in drawn, template
    for group in ["ldm", "stm", "vldm", "vstm", "push", "vpop", "strex", "tbb", "tbh", "cbz", "blx", "it"]:
        assert f"{group}" in drawn
