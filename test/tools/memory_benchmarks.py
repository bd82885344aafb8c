# SPDX-License-Identifier: Apache-2.0
"""Microbenchmarks of the memories: loops over a region that the cache does not hold, and straight code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bare_firmware import build, session
from memory_rows import CODE, INPUTS, REGION, ROWS, MemoryRow

__all__ = ["ROWS", "MemoryRow", "measure"]


_BOARDS = ("disco_f746ng", "teensy40")


def _is_code(memory: str) -> bool:
    return memory.startswith("code in ")


def _function(index: int, row: MemoryRow, memory: str) -> tuple[str, float]:
    lines = CODE / 32 if _is_code(memory) else row.region / 32
    rounds = 1 if _is_code(memory) else int(lines * row.line_rounds)
    body = "\n".join(f" {line.strip()}" for line in row.loop.split(";"))
    inputs = "bench_dtcm_inputs" if row.board == "teensy40" else "bench_sram_inputs"
    section = "fast" if memory == "code in itcm" or not _is_code(memory) else "text"
    return (
        f"""
 .section .{section}.memory, "ax"
 .thumb_func
 .global memory_{index}
 .balign 32
memory_{index}:
 push {{r4-r12, lr}}
 ldr r8, ={"bench_dtcm" if _is_code(memory) else f"bench_{memory}"}
 ldr r9, =bench_dtcm_inputs
 ldr r5, ={inputs}
 mov r7, r5
 add r10, r5, #{4 * INPUTS}
 ldr r11, ={rounds}
 ldr r12, =0xE0001004
 ldr r0, [r12]
 b.w 1f
 .ltorg
 .balign 32
{body}
 ldr r0, [r12]
 mov r0, #{index}
 ldr r3, =layerscope_layer_end
 blx r3
 pop {{r4-r12, pc}}
 .ltorg
 .global memory_{index}_end
memory_{index}_end:
""",
        lines if _is_code(memory) else rounds / row.line_rounds,
    )


_MAIN = """{includes}
{declarations}
static uint32_t copied[{copied}] __attribute__((section(".sram"), aligned(32)));

static void clear_caches(void) {{
  for (uint32_t set = 0; set < 256; set++)
    for (uint32_t way = 0; way < 4; way++) REG(0xE000EF74) = way << 30 | set << 5;
  REG(0xE000EF50) = 0;
}}

#ifdef DISCO_F746NG
static void choose(uint32_t acr, int slow) {{  // FLASH_ACR, and 16 MHz instead of 216
  REG(0x40023C00) = 7;
  REG(0x40023C00) = 7 | 1u << 11;
  REG(0x40023808) = (REG(0x40023808) & ~3u) | (slow ? 0 : 2);
  REG(0x40023C00) = acr;
}}
#else
static void choose(uint32_t acr, int slow) {{  // PFD0 of PLL3: 720 MHz, or what the boot ROM left
  (void)acr;
  REG(0x400D80F0) = slow ? 0x1313130C : 0x13131311;
}}
#endif

static void prepare(uint32_t acr, int slow, int caches) {{
  choose(acr, slow);
  clear_caches();
  REG(0xE000ED14) = caches ? REG(0xE000ED14) | 3u << 16 : REG(0xE000ED14) & ~(3u << 16);
  __asm__ volatile("dsb; isb");
}}

static void cacheable(uint32_t base) {{  // 8 MB, write-back, write-allocate
  REG(0xE000ED98) = 0;
  REG(0xE000ED9C) = base;
  REG(0xE000EDA0) = 3u << 24 | 1u << 19 | 3u << 16 | 22u << 1 | 1;
  REG(0xE000ED94) = 5;
  __asm__ volatile("dsb; isb");
}}

static void (*copy(void (*from)(void), void (*end)(void)))(void) {{
  const uint32_t* words = (const uint32_t*)((uint32_t)from & ~3u);
  for (uint32_t i = 0; i < ((uint32_t)end - (uint32_t)words) / 4 + 1; i++) copied[i] = words[i];
  return (void (*)(void))((uint32_t)copied | 1);
}}

int main(void) {{
  cycle_counter_on();
  (void)copy;
{calls}  choose(7, 0);
  print("ready\\n");
  get();
  return 0;
}}
"""


def _call(index: int, row: MemoryRow, memory: str) -> str:
    function, place = f"memory_{index}", memory.removeprefix("code in ")
    setting = f"  prepare(0x{row.acr:x}, {int(row.slow)}, {int(row.caches)});\n"
    if _is_code(memory) and place == "alias":
        function = f"((void (*)(void))((uint32_t){function} - 0x08000000 + 0x00200000))"
    if _is_code(memory) and place == "sram":
        setting = f"  void (*in_sram_{index})(void) = copy({function}, {function}_end);\n" + setting
        function = f"in_sram_{index}"
    return setting + f"  {function}();\n" * (3 if row.warm else 1)


def _run(folder: Path, board: str, work: list[tuple[MemoryRow, str]], options: dict[str, Any]) -> list[float]:
    made = [_function(i, row, memory) for i, (row, memory) in enumerate(work)]
    source, main = folder / f"memory_{board}.S", folder / f"memory_{board}.c"
    source.write_text(
        "/* SPDX-License-Identifier: Apache-2.0 */\n .syntax unified\n .thumb\n"
        + "".join(text for text, _ in made)
        + f" .section .rodata.bench\n .balign 32\nbench_flash: .space {REGION}\n"
        + f' .section .sram, "aw", %nobits\n .balign 32\nbench_sram: .space {REGION}\n'
        + f"bench_sram_inputs: .space {4 * INPUTS}\n"
        + f" .bss\n .balign 32\nbench_dtcm: .space {REGION}\nbench_dtcm_inputs: .space {4 * INPUTS}\n"
        + " .equ bench_sdram, 0xC0000000\n"
    )
    sdram = any(memory == "sdram" for _, memory in work)
    main.write_text(
        _MAIN.format(
            includes='#include "sdram_start.h"' if sdram else '#include "bare.h"',
            declarations="".join(
                f"void memory_{i}(void);\nvoid memory_{i}_end(void);\n" for i in range(len(work))
            ),
            copied=CODE // 4 + 64,
            calls=("  sdram_start('.');\n  cacheable(SDRAM);\n" if sdram else "  (void)cacheable;\n")
            + "".join(_call(i, row, memory) for i, (row, memory) in enumerate(work)),
        )
    )
    with session(build(folder, board, main, source), board, **options) as s:
        layers = s.board.report()["layers"]
    for layer in layers:
        assert sum(layer["stalls"].values()) == layer["cycles"]
    last = {layer["index"]: layer["cycles"] for layer in layers}
    assert sorted(last) == list(range(len(work)))
    return [last[i] / lines for i, (_, lines) in enumerate(made)]


def measure(folder: Path, rows: list[MemoryRow], **options: Any) -> list[float]:
    """Cycles of each row: a line's, less those of `minus`, divided by `divide`."""
    cycles: dict[tuple[str, str, str], float] = {}
    for board in _BOARDS:
        work = [(row, memory) for row in rows if row.board == board for memory in row.memories()]
        if not work:
            continue
        for (row, memory), value in zip(work, _run(folder, board, work, options), strict=True):
            cycles[board, row.name, memory] = value
    result = []
    for row in rows:
        first, *rest = (cycles[row.board, row.name, memory] for memory in row.memories())
        result.append((first - sum(rest)) / row.divide)
    return result
