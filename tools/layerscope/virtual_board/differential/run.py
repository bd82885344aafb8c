# SPDX-License-Identifier: Apache-2.0
"""Assembles sequences, runs them on both sides, and compares the records."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from layerscope.errors import LayerscopeError
from layerscope.virtual_board.board import VirtualBoard
from layerscope.virtual_board.boards.test_bench import BOARD
from layerscope.virtual_board.differential.operands import double_bits, float_bits, fpscr, word
from layerscope.virtual_board.differential.sequences import Sequence, random_sequence

_HARNESS = Path(__file__).with_name("harness.S")
_STATES = 64
_RECORDS = 0x6000_0000
_QEMU = ["qemu-system-arm", "-M", "mps2-an500", "-cpu", "cortex-m7", "-nographic", "-monitor", "none"]
_QEMU += ["-semihosting-config", "enable=on,target=native", "-kernel"]
_FIELDS = [f"r{n}" for n in range(13)] + ["lr", "apsr", "fpscr", "sp"]
_FIELDS += [f"s{n}" for n in range(32)] + [f"data+{4 * n}" for n in range(64)]
RECORD_BYTES = 4 * len(_FIELDS)
# APSR's Q, flags and GE; the rest reads as zero or is not the application's.
_MASKS = {"apsr": 0xF80F0000}


@dataclass(frozen=True)
class Difference:
    """What differs after one sequence; `sequence` ends with the first group after which it does."""

    sequence: Sequence
    fields: dict[str, tuple[int, int]]

    def __str__(self) -> str:
        lines = [*self.sequence.lines(), ""]
        lines += [
            f"{name}: engine {ours:08x}, QEMU {theirs:08x}" for name, (ours, theirs) in self.fields.items()
        ]
        return "\n".join(lines)


def is_known(difference: Difference) -> bool:
    """Unicorn sets Q on SMLAD when the sum of the products overflows, though the whole does not."""
    if list(difference.fields) != ["apsr"] or not difference.sequence.groups:
        return False
    ours, theirs = difference.fields["apsr"]
    return ours ^ theirs == 1 << 27 and any("smlad" in line for line in difference.sequence.groups[-1])


def missing_tools() -> str | None:
    """Why nothing can be compared on this machine, or None."""
    tools = {"qemu-system-arm": "qemu-system-arm", "arm-none-eabi-gcc": "gcc-arm-none-eabi"}
    absent = [package for tool, package in tools.items() if shutil.which(tool) is None]
    return f"needs {' and '.join(absent)} (`sudo apt install {' '.join(absent)}`)" if absent else None


def _pair(dice: random.Random) -> list[int]:
    bits = double_bits(dice)
    return [bits & 0xFFFFFFFF, bits >> 32]


def _states(dice: random.Random) -> list[str]:
    lines = [".section .data.states", ".align 3"]
    for number in range(_STATES):
        words = [word(dice) for _ in range(12)] + [dice.getrandbits(32) & 0xF80F0000, fpscr(dice)]
        for _ in range(16):  # a register pair holds a double or two floats
            words += _pair(dice) if dice.random() < 0.4 else [float_bits(dice), float_bits(dice)]
        for _ in range(32):
            single = dice.choice([word, float_bits])
            words += _pair(dice) if dice.random() < 0.2 else [single(dice), single(dice)]
        lines += [f"state_{number}:", ".word " + ", ".join(f"{w:#x}" for w in words)]
    return lines


def assembly(sequences: list[Sequence], dice: random.Random, states: list[int]) -> str:
    """The program's changing half: sequences, the states they begin with, and the table of both."""
    lines = [".syntax unified", ".thumb", ".cpu cortex-m7", ".fpu fpv5-d16", ".section .text.sequences"]
    for number, sequence in enumerate(sequences):
        lines += [".thumb_func", f"sequence_{number}:", *sequence.lines(), "b.w leave"]
    lines += _states(dice)
    lines += [".section .data.table", ".align 3", ".global sequence_table", "sequence_table:"]
    lines += [f".word sequence_{n} + 1, state_{state}" for n, state in enumerate(states)]
    return "\n".join([*lines, ".word 0, 0", ""])


def build(folder: Path, program: str) -> Path:
    source, elf = folder / "sequences.s", folder / "sequences.elf"
    source.write_text(program, encoding="ascii")
    command = [
        "arm-none-eabi-gcc",
        "-mcpu=cortex-m7",
        "-mthumb",
        "-mfloat-abi=hard",
        "-mfpu=fpv5-d16",
        "-nostdlib",
    ]
    command += ["-Wl,-Ttext=0x100,--section-start=.vectors=0,--no-warn-rwx-segments,-ereset"]
    done = subprocess.run(
        [*command, str(_HARNESS), str(source), "-Wl,-Tdata=0x200000", "-o", str(elf)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise LayerscopeError(f"the generated sequences do not assemble: {done.stderr[:2000]}")
    return elf


def run_engine(elf: Path, size: int, timing: bool = True) -> bytes:
    with VirtualBoard(elf, BOARD, timing=timing) as board:
        sentence = board.wait(120)
        if sentence is None or not sentence.startswith("breakpoint #171"):
            raise LayerscopeError(f"the engine did not come to the end of the sequences: {sentence}")
        cursor = struct.unpack("<2I", board.read_memory(0x2000_0080, 8))
        return board.read_memory(_RECORDS, min(size, cursor[1] - _RECORDS))


def run_qemu(elf: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="layerscope-") as folder:
        subprocess.run([*_QEMU, str(elf)], cwd=folder, check=True, stdin=subprocess.DEVNULL, timeout=120)
        return (Path(folder) / "records").read_bytes()


def _fields(ours: bytes, theirs: bytes) -> dict[str, tuple[int, int]]:
    differing = {}
    count = len(_FIELDS)
    for name, a, b in zip(
        _FIELDS, struct.unpack(f"<{count}I", ours), struct.unpack(f"<{count}I", theirs), strict=True
    ):
        mask = _MASKS.get(name, 0xFFFFFFFF)
        if a & mask != b & mask:
            differing[name] = (a, b)
    return differing


def _differing(
    sequences: list[Sequence], seed: int, states: list[int], timing: bool
) -> Iterator[tuple[int, dict[str, tuple[int, int]]]]:
    """The numbers of the sequences after which the two sides differ, and where."""
    with tempfile.TemporaryDirectory(prefix="layerscope-") as folder:
        elf = build(Path(folder), assembly(sequences, random.Random(seed), states))
        size = RECORD_BYTES * len(sequences)
        ours, theirs = run_engine(elf, size, timing), run_qemu(elf)
    for number in range(len(sequences)):
        at = slice(RECORD_BYTES * number, RECORD_BYTES * (number + 1))
        a, b = ours[at], theirs[at]
        if len(a) != RECORD_BYTES or len(b) != RECORD_BYTES:
            side = {
                (True, True): "both sides",
                (True, False): "QEMU alone",
                (False, True): "the engine alone",
            }
            who = side[len(b) != RECORD_BYTES or len(a) == RECORD_BYTES, len(a) != RECORD_BYTES]
            text = "\n".join(sequences[number].lines())
            raise LayerscopeError(f"a fault on {who} in the sequence\n{text}")
        if a != b and (fields := _fields(a, b)):
            yield number, fields


def compare(sequences: list[Sequence], seed: int, timing: bool = True, most: int = 5) -> list[Difference]:
    """Runs `sequences` on both sides; at most `most` differences, each cut to the group that makes it."""
    dice = random.Random(seed)
    states = [dice.randrange(_STATES) for _ in sequences]
    found = []
    for number, fields in list(_differing(sequences, seed, states, timing))[:most]:
        whole = sequences[number]
        prefixes = [whole.prefix(n) for n in range(1, len(whole.groups) + 1)]
        first = next(iter(_differing(prefixes, seed, [states[number]] * len(prefixes), timing)), None)
        cut = (prefixes[first[0]], first[1]) if first is not None else (whole, fields)
        found.append(Difference(*cut))
    return found


def random_batches(seed: int, instructions: int, batch: int = 2000) -> Iterator[tuple[int, list[Sequence]]]:
    """Batches of sequences with at least `instructions` in all, each with a seed for its states."""
    number = 0
    while instructions > 0:
        dice = random.Random(f"{seed}/{number}")
        sequences: list[Sequence] = []
        while len(sequences) < batch and instructions > 0:
            sequences.append(random_sequence(dice))
            instructions -= sequences[-1].instructions()
        yield dice.getrandbits(31), sequences
        number += 1
