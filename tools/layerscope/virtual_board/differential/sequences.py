# SPDX-License-Identifier: Apache-2.0
"""Random sequences of instructions: single ones, and groups that belong together."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from layerscope.virtual_board.differential.operands import CONDITIONS, GENERAL, LOW, fill, fpscr, word
from layerscope.virtual_board.differential.templates import CONDITIONAL, UNCONDITIONAL

Group = list[str]
# (class, template, may stand in an IT block)
_SINGLES = [(name, t, True) for name, list_ in CONDITIONAL.items() for t in list_]
_SINGLES += [(name, t, False) for name, list_ in UNCONDITIONAL.items() for t in list_]
_CONDITIONAL_SINGLES = [t for _, t, conditional in _SINGLES if conditional]
_KEEPING_THE_ADDRESS = [t for t in _CONDITIONAL_SINGLES if "[r10" not in t]  # aligned, as multiples need it


@dataclass(frozen=True)
class Sequence:
    """Groups of assembler lines; every line that is no label and no directive is one instruction."""

    groups: tuple[tuple[str, ...], ...]

    def lines(self) -> list[str]:
        return [line for group in self.groups for line in group]

    def instructions(self) -> int:
        return sum(1 for line in self.lines() if not line.endswith(":") and not line.startswith("."))

    def prefix(self, groups: int) -> Sequence:
        return Sequence(self.groups[:groups])


def _address(dice: random.Random, low: int = -64, high: int = 64, step: int = 4) -> str:
    offset = dice.randrange(low, high + 1, step)
    return f"{'sub' if offset < 0 else 'add'}.w r10, r11, #{abs(offset)}"


def _single(dice: random.Random) -> Group:
    _, template, _ = dice.choice(_SINGLES)
    return [_address(dice), fill(template, dice)] if "r10" in template else [fill(template, dice)]


_PLAIN = ["data processing", "shifts", "DSP", "multiply", "floating point", "bit fields", "saturation"]


def _plain(dice: random.Random) -> str:
    """An instruction that touches neither memory nor flow: for the inside of groups."""
    return fill(dice.choice(CONDITIONAL[dice.choice(_PLAIN)]), dice)


def _register_list(dice: random.Random, registers: list[str], count: int) -> str:
    return "{" + ", ".join(sorted(dice.sample(registers, count), key=registers.index)) + "}"


def _double_list(dice: random.Random) -> str:
    first = dice.randrange(16)
    last = dice.randrange(first, min(16, first + 6))
    return f"{{d{first}-d{last}}}" if last > first else f"{{d{first}}}"


def _conditional_multiple(dice: random.Random, c: str) -> list[str]:
    """One or two instructions with condition `c` that move several registers."""
    kind = dice.randrange(5)
    if kind == 0:
        count = dice.randrange(2, 7)
        return [f"{operation}{c}.w {_register_list(dice, GENERAL, count)}" for operation in ("push", "pop")]
    if kind == 1:
        doubles = _double_list(dice)
        return [f"vpush{c} {doubles}", f"vpop{c} {doubles}"]
    if kind == 2:
        operation = dice.choice(["vldmia", "vstmia"])
        return [f"{operation}{c} r10{dice.choice(['', '!'])}, {_double_list(dice)}"]
    if kind == 3:
        size = dice.choice(["", "b", "h"])
        loaded, stored, status = dice.sample(GENERAL, 3)
        return [f"ldrex{size}{c} {loaded}, [r10]", f"strex{size}{c} {status}, {stored}, [r10]"]
    operation = dice.choice(["ldmia", "stmia", "ldmdb", "stmdb"])
    return [
        f"{operation}{c}.w r10{dice.choice(['', '!'])}, {_register_list(dice, GENERAL, dice.randrange(2, 7))}"
    ]


def _it_block_of_multiples(dice: random.Random) -> Group:
    condition = dice.choice(CONDITIONS)
    opposite = CONDITIONS[CONDITIONS.index(condition) ^ 1]
    pattern, lines = "", list[str]()
    while len(lines) < 4 and (not lines or dice.random() < 0.7):
        which = "t" if not lines else dice.choice("te")
        c = condition if which == "t" else opposite
        more = (
            _conditional_multiple(dice, c)
            if dice.random() < 0.6
            else [fill(dice.choice(_KEEPING_THE_ADDRESS), dice, c)]
        )
        if len(lines) + len(more) <= 4:
            lines += more
            pattern += which * len(more)
    return [_address(dice), f"it{pattern[1:]} {condition}", *lines]


def _it_block_with_branch(dice: random.Random) -> Group:
    """An IT block whose last instruction leaves: a branch, computed or not, or one by a table."""
    c = dice.choice(CONDITIONS)
    inside = [fill(dice.choice(_CONDITIONAL_SINGLES), dice, c) for _ in range(dice.randrange(3))]
    skipped = [_plain(dice) for _ in range(dice.randrange(1, 3))]
    it = f"i{'t' * (len(inside) + 1)} {c}"
    kind = dice.randrange(3)
    if kind == 0:
        return [_address(dice), it, *inside, f"b{c}.{dice.choice('nw')} 1f", *skipped, "1:"]
    if kind == 1:
        block = [f"it {c}", f"{dice.choice(['bx', 'blx'])}{c} r10"]
        return ["adr.w r10, 1f + 1", *block, *skipped, ".align 2", "1:"]
    index = dice.choice(GENERAL)
    size, directive = dice.choice([("tbb", ".byte"), ("tbh", ".short")])
    operand = f"[r10, {index}]" if size == "tbb" else f"[r10, {index}, lsl #1]"
    table = [".align 2", "3:", f"{directive} (1f - 0f) / 2, (2f - 0f) / 2"]
    return [
        *[
            "b 4f",
            *table,
            "4:",
            f"and.w {index}, {index}, #1",
            "adr.w r10, 3b",
            f"it {c}",
            f"{size}{c} {operand}",
        ],
        *["0:", *skipped, "1:", _plain(dice), "2:"],
    ]


def _it_block(dice: random.Random) -> Group:
    condition = dice.choice(CONDITIONS)
    opposite = CONDITIONS[CONDITIONS.index(condition) ^ 1]
    pattern = "".join(dice.choice("te") for _ in range(dice.randrange(4)))
    memory = dice.random() < 0.5
    lines = [_address(dice), f"it{pattern} {condition}"]
    for which in "t" + pattern:
        choices = CONDITIONAL["loads and stores"] if memory and dice.random() < 0.6 else _CONDITIONAL_SINGLES
        lines.append(fill(dice.choice(choices), dice, condition if which == "t" else opposite))
    return lines


def _indexed(dice: random.Random) -> Group:
    operation = dice.choice(["ldr", "str", "ldrh", "ldrsh", "strh", "ldrb", "ldrsb", "strb"])
    register = dice.choice(GENERAL)
    kind = dice.randrange(4)
    if kind == 0:
        index = f"and.w r10, {dice.choice(GENERAL)}, #{dice.choice([31, 15, 28])}"
        return [index, f"{operation} {register}, [r11, r10, lsl #{dice.randrange(3)}]"]
    offset = dice.randrange(-56, 57)
    if kind == 1:
        return [_address(dice, step=1), f"{operation} {register}, [r10, #{offset}]!"]
    if kind == 2:
        return [_address(dice, step=1), f"{operation} {register}, [r10], #{offset}"]
    base, index, data = (dice.choice(LOW) for _ in range(3))
    size = {"b": 1, "h": 2}.get(operation[-1], 4)
    lines = [f"sub.w {base}, r11, #{dice.randrange(4, 128)}"]
    if index != base and dice.random() < 0.5:
        return [*lines, f"movs {index}, #{dice.randrange(124)}", f"{operation} {data}, [{base}, {index}]"]
    operation = operation.replace("s", "", 1) if operation.startswith("ldrs") else operation
    return [*lines, f"{operation} {data}, [{base}, #{size * dice.randrange(31)}]"]


def _multiple(dice: random.Random) -> Group:
    kind = dice.randrange(9)
    registers = sorted(dice.sample(GENERAL, dice.randrange(2, 8)), key=GENERAL.index)
    listed = "{" + ", ".join(registers) + "}"
    if kind == 7:
        doubles = _double_list(dice)
        return [f"vpush {doubles}", _plain(dice), f"vpop {doubles}"]
    first = dice.randrange(31)
    floats = f"{{s{first}-s{dice.randrange(first + 1, min(31, first + 12) + 1)}}}"
    if kind == 0:
        mark = dice.choice(["", "!"])
        return [
            _address(dice),
            f"{dice.choice(['ldm', 'stm'])}{dice.choice(['ia', 'db'])}.w r10{mark}, {listed}",
        ]
    if kind == 1:  # narrow: the base is a low register outside of the list
        base = dice.choice([r for r in LOW if r not in registers] or ["r10"])
        low = [r for r in registers if r in LOW] or [r for r in LOW if r != base][:2]
        return [
            f"sub.w {base}, r11, #{dice.randrange(0, 128, 4)}",
            f"{dice.choice(['ldmia', 'stmia'])} {base}!, {{{', '.join(low)}}}",
        ]
    if kind == 2:
        back = sorted(dice.sample(GENERAL, len(registers)), key=GENERAL.index)
        return [f"push {listed}", _plain(dice), f"pop {{{', '.join(back)}}}"]
    if kind == 3:
        return [f"vpush {floats}", _plain(dice), f"vpop {floats}"]
    if kind == 4:
        operation = dice.choice(
            ["vldmia r10", "vldmia r10!", "vldmdb r10!", "vstmia r10", "vstmia r10!", "vstmdb r10!"]
        )
        return [_address(dice), f"{operation}, {dice.choice([floats, _double_list(dice)])}"]
    if kind == 8:
        return [
            _address(dice),
            f"{dice.choice(['vldr', 'vstr'])}.64 d{dice.randrange(16)}, [r10, #{dice.randrange(-56, 57, 4)}]",
        ]
    pair = ", ".join(dice.sample(GENERAL, 2))
    offset = dice.randrange(-56, 57, 4)
    at = f"[r10, #{offset}]!" if kind == 5 else f"[r10], #{offset}"
    return [_address(dice), f"{dice.choice(['ldrd', 'strd'])} {pair}, {at}"]


def _exclusive(dice: random.Random) -> Group:
    size = dice.choice(["", "b", "h"])
    loaded, stored, status = dice.sample(GENERAL, 3)
    lines = [
        _address(dice),
        f"ldrex{size} {loaded}, [r10]",
        _plain(dice),
        f"strex{size} {status}, {stored}, [r10]",
    ]
    return lines if dice.random() < 0.8 else [lines[0], lines[1], "clrex", lines[3]]


def _literal(dice: random.Random) -> Group:
    data = ["b 2f", ".align 2", "1:", f".word {word(dice):#x}, {word(dice):#x}", "2:"]
    uses = [
        "ldr.w {r}, 1b",
        "ldrsb.w {r}, 1b",
        "ldrh.w {r}, 1b",
        "ldrd {pair}, 1b",
        "vldr.32 {f}, 1b",
        "adr.w {r}, 1b",
    ]
    return [*data, fill(dice.choice(uses), dice)]


def _forward_branch(dice: random.Random) -> Group:
    skipped = [_plain(dice) for _ in range(dice.randrange(1, 4))]
    kind = dice.randrange(3)
    if kind == 0:
        branch = f"{dice.choice(['cbz', 'cbnz'])} {dice.choice(LOW)}, 1f"
    else:
        branch = f"b{dice.choice(CONDITIONS)}{dice.choice(['.n', '.w'])} 1f"
    return [branch, *skipped, "1:"]


def _loop(dice: random.Random) -> Group:
    body = [_plain(dice) for _ in range(dice.randrange(1, 4))]
    return [f"movs.w r10, #{dice.randrange(1, 5)}", "1:", *body, "subs.w r10, r10, #1", "bne 1b"]


def _call(dice: random.Random) -> Group:
    if dice.random() < 0.5:
        return ["bl 1f", "b 2f", "1:", "mov r10, lr", _plain(dice), "bx r10", "2:"]
    return ["b 2f", "1:", "mov r10, lr", _plain(dice), "mov pc, r10", "2:", "adr.w r10, 1b + 1", "blx r10"]


def _table_branch(dice: random.Random) -> Group:
    index = f"and.w r10, {dice.choice(GENERAL)}, #1"
    if dice.random() < 0.5:
        table = ["tbb [pc, r10]", "3:", ".byte (1f - 3b) / 2, (2f - 3b) / 2"]
    else:
        table = ["tbh [pc, r10, lsl #1]", "3:", ".short (1f - 3b) / 2, (2f - 3b) / 2"]
    return [index, *table, "1:", _plain(dice), "2:", _plain(dice)]


def _return(dice: random.Random) -> Group:
    """A function that returns by a load, in an IT block or not; or a jump by a table of addresses."""
    if dice.random() < 0.2:
        index = f"and.w r10, {dice.choice(GENERAL)}, #1"
        at = ["adr.w lr, 3f", "ldr.w pc, [lr, r10, lsl #2]", ".align 2", "3:", ".word 1f + 1, 2f + 1"]
        return [index, *at, "1:", _plain(dice), "2:"]
    saved = _register_list(dice, [r for r in GENERAL if r != "lr"], dice.randrange(1, 5))
    push, load = f"push {saved[:-1]}, lr}}", [f"pop{{c}} {saved[:-1]}, pc}}"]
    kind = dice.randrange(4)
    if kind == 0:
        load = [f"pop{{c}}.w {saved}", "ldr{c} pc, [sp], #4"]
    elif kind == 1:
        load = [f"ldmia{{c}}.w sp!, {saved[:-1]}, pc}}"]
    leave = [line.replace("{c}", "") for line in load]
    body = [_plain(dice)]
    if dice.random() < 0.5:
        c = dice.choice(CONDITIONS)
        body += [f"i{'t' * len(load)} {c}", *(line.replace("{c}", c) for line in load), _plain(dice)]
    return ["bl 1f", "b 2f", "1:", push, *body, *leave, "2:"]


def _masks(dice: random.Random) -> Group:
    """The exception masks, read back and cleared; nothing is pending, and priorities have four bits."""
    name = dice.choice(["primask", "basepri", "faultmask", "basepri_max"])
    values = [0, 0x20, 0x80, 0xF0] if "base" in name else [0, 1]
    register = dice.choice(GENERAL)
    lines = [f"mov.w r10, #{dice.choice(values)}", f"msr {name}, r10"]
    if dice.random() < 0.3:
        lines = [f"cps{dice.choice(['ie', 'id'])} {dice.choice('if')}"]
    read = f"mrs {register}, {dice.choice(['primask', 'basepri', 'faultmask', 'ipsr'])}"
    return [
        *lines,
        read,
        _plain(dice),
        "mov.w r10, #0",
        *(f"msr {n}, r10" for n in ("primask", "basepri", "faultmask")),
    ]


def _rounding_modes(dice: random.Random) -> Group:
    value = fpscr(dice)
    return [f"movw r10, #{value & 0xFFFF}", f"movt r10, #{value >> 16}", "vmsr fpscr, r10"]


_GROUPS: list[tuple[int, Callable[[random.Random], Group]]] = [
    (20, _single),
    (5, _it_block),
    (2, _it_block_of_multiples),
    (1, _it_block_with_branch),
    (4, _indexed),
    (3, _multiple),
    (1, _exclusive),
    (1, _literal),
    (1, _forward_branch),
    (1, _loop),
    (1, _call),
    (1, _table_branch),
    (1, _return),
    (1, _masks),
    (1, _rounding_modes),
]


def random_sequence(dice: random.Random) -> Sequence:
    weights = [weight for weight, _ in _GROUPS]
    makers = dice.choices([maker for _, maker in _GROUPS], weights, k=dice.randrange(4, 13))
    return Sequence(tuple(tuple(maker(dice)) for maker in makers))
