# SPDX-License-Identifier: Apache-2.0
"""The cross compiler of this machine: where it is, its version, and what to install when it is missing."""

from __future__ import annotations

import platform
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from layerscope.errors import LayerscopeError

PROGRAM = "arm-none-eabi-gcc"
OLDEST = (10, 3)  # C++17 complete, and the first whose newlib-nano goes with -mfpu=fpv5-sp-d16 here
NEWEST_MAJOR = 14

HOW_TO_INSTALL = {
    "Linux": "`apt-get install gcc-arm-none-eabi libnewlib-arm-none-eabi libstdc++-arm-none-eabi-newlib` "
    "(Debian, Ubuntu)",
    "Darwin": "`brew install --cask gcc-arm-embedded`",
    "Windows": "`winget install Arm.GnuArmEmbeddedToolchain`, with its bin folder on PATH",
}


@dataclass(frozen=True)
class CrossCompiler:
    """`program` is the gcc found on PATH; `version` is (major, minor, patch)."""

    program: Path
    version: tuple[int, int, int]

    @property
    def package_version(self) -> str:
        """The version that PlatformIO's package of the same compiler has: 12.2.1 is 1.120201.0."""
        major, minor, patch = self.version
        return f"1.{major}{minor:02d}{patch:02d}.0"

    @property
    def version_text(self) -> str:
        return ".".join(str(part) for part in self.version)


def install_hint() -> str:
    """What to type on this operating system to get the compiler."""
    return HOW_TO_INSTALL.get(platform.system(), "the GNU toolchain for arm-none-eabi")


def parse_version(text: str) -> tuple[int, int, int]:
    """The version in what `gcc -dumpfullversion` prints, e.g. `12.2.1`."""
    match = re.match(r"\s*(\d+)(?:\.(\d+))?(?:\.(\d+))?", text)
    if not match:
        raise LayerscopeError(
            f"{PROGRAM} gave no version: it printed {text.strip()!r}; install it again: {install_hint()}"
        )
    major, minor, patch = (int(part or 0) for part in match.groups())
    return major, minor, patch


def find_cross_compiler() -> CrossCompiler:
    """The compiler on PATH, checked; raises LayerscopeError with what to install."""
    found = shutil.which(PROGRAM)
    if not found:
        raise LayerscopeError(
            f"No cross compiler: {PROGRAM} is not on PATH; install it with {install_hint()}."
        )
    try:
        shown = subprocess.run(
            [found, "-dumpfullversion"], capture_output=True, text=True, check=True, timeout=30
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise LayerscopeError(
            f"{found} does not run ({problem}); install it again: {install_hint()}."
        ) from problem
    compiler = CrossCompiler(Path(found), parse_version(shown.stdout))
    if compiler.version[:2] < OLDEST or compiler.version[0] > NEWEST_MAJOR:
        raise LayerscopeError(
            f"{found} is GCC {compiler.version_text}, and the images need GCC {OLDEST[0]}.{OLDEST[1]} to "
            f"{NEWEST_MAJOR}; install one of these: {install_hint()}."
        )
    return compiler
