# SPDX-License-Identifier: Apache-2.0
"""Compiles an application of test/board with lib/board, for a virtual board or a real one.

By hand: python test/tools/board_images.py fault_probe teensy40 probe.elf
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DEFINES = {"disco_f746ng": "BOARD_DISCO_F746NG", "teensy40": "BOARD_TEENSY40"}
MACHINE = ["-mcpu=cortex-m7", "-mthumb", "-mfpu=fpv5-sp-d16", "-mfloat-abi=hard"]
WARNINGS = ["-Wall", "-Wextra", "-Werror"]
LANGUAGE = ["-std=gnu++17", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-fno-use-cxa-atexit"]
SECTIONS = ["-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections"]
LIBRARIES = ["-nostartfiles", "--specs=nano.specs", "--specs=nosys.specs"]
FLAGS = [*MACHINE, "-O2", "-g", *WARNINGS, *LANGUAGE, *SECTIONS, *LIBRARIES]


def build(application: str, board: str, elf: Path, *defines: str) -> Path:
    """test/board/<application>.cc as an image for `board`."""
    compiler = shutil.which("arm-none-eabi-g++")
    if compiler is None:
        raise FileNotFoundError("no arm-none-eabi-g++ on this machine; run `make setup`")
    source = ROOT / "lib" / "board" / "src"
    files = [*sorted((source / "cortex_m7").glob("*.cc")), *sorted((source / board).glob("*.cc"))]
    command = [compiler, *FLAGS, f"-D{DEFINES[board]}=1", *(f"-D{define}" for define in defines)]
    command += [f"-I{source}", f"-L{source / board}", "-T", str(source / board / f"{board}.ld")]
    command += [*map(str, files), str(ROOT / "test" / "board" / f"{application}.cc"), "-o", str(elf)]
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        raise RuntimeError(result.stderr)
    return elf


if __name__ == "__main__":
    print(build(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
