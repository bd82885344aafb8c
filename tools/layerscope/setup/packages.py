# SPDX-License-Identifier: Apache-2.0
"""PlatformIO packages made from what this machine has: `tool-scons` from the Python package `scons`, and
`toolchain-gccarmnoneeabi` from the installed cross compiler. Whatever is installed already stays as it is."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from layerscope.errors import LayerscopeError
from layerscope.setup.compiler import CrossCompiler

OWNER = "platformio"  # PlatformIO looks a package up by its owner's name
SCONS_PACKAGE = "tool-scons"
TOOLCHAIN_PACKAGE = "toolchain-gccarmnoneeabi"

SCONS_START = '''\
"""Starts the SCons beside this file."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))

from SCons.Script.Main import main  # noqa: E402

sys.exit(main())
'''


def packages_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """Where PlatformIO keeps its packages: PLATFORMIO_PACKAGES_DIR, else packages/ of its core folder."""
    chosen = environment.get("PLATFORMIO_PACKAGES_DIR")
    if chosen:
        return Path(chosen).expanduser()
    return Path(environment.get("PLATFORMIO_CORE_DIR", "~/.platformio")).expanduser() / "packages"


def check_core_dir(environment: Mapping[str, str] = os.environ) -> None:
    """Raises a sentence where PlatformIO's folder cannot be written; PlatformIO itself shows a traceback."""
    folders = [Path(environment.get("PLATFORMIO_CORE_DIR", "~/.platformio")), packages_dir(environment)]
    for folder in (path.expanduser() for path in folders):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            raise LayerscopeError(
                f"PlatformIO's folder {folder} cannot be written ({error.strerror}); set PLATFORMIO_CORE_DIR "
                "to a folder that can, for example `export PLATFORMIO_CORE_DIR=$PWD/.cache/platformio`"
            ) from error


def core_dir_setting(project: Path) -> dict[str, str]:
    """PLATFORMIO_CORE_DIR for a build of ours, where the user has not chosen one and `make` has been here.

    `make` keeps PlatformIO's folder inside the project, so that it changes nothing outside of it.
    """
    own = project / ".cache" / "platformio"
    if "PLATFORMIO_CORE_DIR" in os.environ or not (own / "packages").is_dir():
        return {}
    return {"PLATFORMIO_CORE_DIR": str(own)}


def installed(name: str, requirements: str, folder: Path) -> Path | None:
    """The installed package that PlatformIO itself would take for `name` with these `requirements`."""
    from platformio.package.manager.tool import ToolPackageManager
    from platformio.package.meta import PackageSpec

    manager = ToolPackageManager(str(folder))
    package = manager.get_package(PackageSpec(owner=OWNER, name=name, requirements=requirements))
    return Path(package.path) if package else None


def link_platform(project: Path) -> Path:
    """Makes the in-tree platform known to PlatformIO, as the first `pio run` would.

    Commands that install nothing, `pio device monitor` among them, know it then too. PlatformIO's link
    holds the clone's path: an older one, of a clone since copied or moved, is replaced.
    """
    from platformio import fs
    from platformio.package.manager.platform import PlatformPackageManager
    from platformio.package.meta import PackageSpec

    folder = project / ".pio" / "platforms"  # platforms_dir of platformio.ini
    folder.mkdir(parents=True, exist_ok=True)
    with fs.cd(str(project)):
        manager = PlatformPackageManager(str(folder))
        return Path(manager.install_symlink(PackageSpec("symlink://platform")).path)


def write_package(
    folder: Path, name: str, version: str, description: str, fill: Callable[[Path], None]
) -> Path:
    """Makes the package under `folder` with what `fill` puts into it, complete or not at all.

    Takes the folder `name`, or `name@version` where another version lives there, as PlatformIO does itself.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / name
    if target.exists():
        target = folder / f"{name}@{version}"
    if target.exists():
        raise LayerscopeError(
            f"{target} exists but is not the package {name} {version}; remove that folder and run "
            "`layerscope setup` again."
        )
    # PlatformIO takes every folder with a manifest for a package: the half-made one must stand elsewhere.
    scratch = Path(tempfile.mkdtemp(prefix=".layerscope-", dir=folder.parent))
    try:
        scratch.chmod(0o755)
        fill(scratch)
        manifest = {"name": name, "version": version, "description": description, "system": "*"}
        (scratch / "package.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        spec = {"owner": OWNER, "id": None, "name": name, "requirements": None, "uri": None}
        meta = {"type": "tool", "name": name, "version": version, "spec": spec}
        (scratch / ".piopm").write_text(json.dumps(meta), encoding="utf-8")
        try:
            scratch.rename(target)
        except OSError:
            # Another `layerscope setup` came first: its package is the same as this one.
            if not (target / ".piopm").is_file():
                raise
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return target


def scons_version() -> str:
    """PlatformIO's version of the installed SCons: 4.11.1 is 4.41101.0."""
    import SCons

    major, minor, patch = (int(part) for part in SCons.__version__.split(".")[:3])
    return f"{major}.{major}{minor:02d}{patch:02d}.0"


def write_scons(folder: Path) -> Path:
    """`tool-scons`, a copy of the Python package: it outlives the virtual environment it came from."""
    import SCons

    source = Path(SCons.__file__).parent

    def fill(package: Path) -> None:
        # The DocBook stylesheets are most of the package's size, and PlatformIO never uses them.
        skipped = shutil.ignore_patterns("__pycache__", "docbook")
        shutil.copytree(source, package / "lib" / "SCons", ignore=skipped)
        (package / "scons.py").write_text(SCONS_START, encoding="utf-8")

    return write_package(folder, SCONS_PACKAGE, scons_version(), "SCons, from the Python package", fill)


def write_toolchain(folder: Path, compiler: CrossCompiler) -> Path:
    """`toolchain-gccarmnoneeabi`, whose programs are links to the installed compiler's."""

    def fill(package: Path) -> None:
        if os.name == "nt":
            # Links to files need rights on Windows; junctions of the whole installation's folders do not.
            import _winapi

            for part in compiler.program.resolve().parent.parent.iterdir():
                if part.is_dir():
                    link = str(package / part.name)
                    _winapi.CreateJunction(str(part), link)  # type: ignore[attr-defined,unused-ignore]
            return
        (package / "bin").mkdir()
        for program in sorted(compiler.program.parent.glob("arm-none-eabi-*")):
            (package / "bin" / program.name).symlink_to(program)
        # Debian's only debugger for Arm has another name than PlatformIO looks for.
        debugger = shutil.which("gdb-multiarch")
        if debugger and not (package / "bin" / "arm-none-eabi-gdb").exists():
            (package / "bin" / "arm-none-eabi-gdb").symlink_to(debugger)

    description = f"GNU toolchain for Arm, the one installed at {compiler.program.parent}"
    return write_package(folder, TOOLCHAIN_PACKAGE, compiler.package_version, description, fill)
