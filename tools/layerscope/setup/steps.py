# SPDX-License-Identifier: Apache-2.0
"""What `layerscope setup` does, in order: PlatformIO's packages and platform, virtual boards, networks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from layerscope.models.catalogue import compressions, find_model, names
from layerscope.setup import packages
from layerscope.setup.compiler import find_cross_compiler
from layerscope.virtual_board.build import build_engine

PROJECT = Path(__file__).resolve().parents[3]
Progress = Callable[[str], None]


def toolchain_requirements() -> str:
    """The toolchain versions that the platform accepts, as platform/platform.json states them."""
    manifest = json.loads((PROJECT / "platform" / "platform.json").read_text(encoding="utf-8"))
    return str(manifest["packages"][packages.TOOLCHAIN_PACKAGE]["version"])


def scons_requirements() -> str:
    """The SCons versions that the installed PlatformIO asks for."""
    from platformio.dependencies import get_core_dependencies

    return str(get_core_dependencies()[packages.SCONS_PACKAGE])


def set_up_packages(on_progress: Progress) -> None:
    """Makes the packages that PlatformIO would otherwise fetch from its registry, where they are missing."""
    packages.check_core_dir()
    folder = packages.packages_dir()
    found = packages.installed(packages.SCONS_PACKAGE, scons_requirements(), folder)
    on_progress(f"SCons: {found or packages.write_scons(folder)}")
    found = packages.installed(packages.TOOLCHAIN_PACKAGE, toolchain_requirements(), folder)
    on_progress(f"cross compiler: {found or packages.write_toolchain(folder, find_cross_compiler())}")


def set_up_platform(on_progress: Progress) -> None:
    """Links the in-tree platform, which the first `pio run` would do, and `pio device monitor` would not."""
    on_progress(f"platform: {packages.link_platform(PROJECT)}")


def set_up_virtual_boards(on_progress: Progress) -> None:
    """Builds the virtual boards' engine for this machine."""
    on_progress(f"virtual boards: {build_engine()}")


def set_up_networks(on_progress: Progress) -> None:
    """Makes the benchmark networks: the Python of PlatformIO's IDE, which builds them, may have no numpy."""
    made = [find_model(name, form).path for name in names() for form in compressions(name)]
    on_progress(f"networks: {', '.join(sorted({path.stem for path in made}))}")


def run_setup(on_progress: Progress) -> None:
    """Everything, each step skipped where its result is already there."""
    set_up_packages(on_progress)
    set_up_platform(on_progress)
    set_up_virtual_boards(on_progress)
    set_up_networks(on_progress)
