# SPDX-License-Identifier: Apache-2.0
"""`layerscope setup` and `make`'s preparation: what is missing gets made or named, what is there stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner
from layerscope.errors import LayerscopeError
from layerscope.setup import compiler, packages, steps
from layerscope.setup.compiler import CrossCompiler, find_cross_compiler, parse_version
from stand_in_project import REPOSITORY

SHELL_TOOLS = ("gcc", "g++", "sh", "dirname", "tr", "cmp", "cp", "cat", "id")


def fake_program(folder: Path, name: str, script: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return program


def fake_compiler(folder: Path, version: str) -> CrossCompiler:
    fake_program(folder, "arm-none-eabi-g++", "exit 0")
    return CrossCompiler(fake_program(folder, "arm-none-eabi-gcc", f"echo {version}"), parse_version(version))


# The versions of PlatformIO's own packages of these compilers.
@pytest.mark.parametrize(
    ("gcc", "package"),
    [
        ("12.2.1", "1.120201.0"),
        ("10.3.1", "1.100301.0"),
        ("14.2.1", "1.140201.0"),
        ("13.3.1", "1.130301.0"),
    ],
)
def test_the_package_version_follows_from_the_compilers(gcc: str, package: str) -> None:
    assert CrossCompiler(Path("gcc"), parse_version(gcc)).package_version == package


@pytest.mark.parametrize("version", ["10.2.1", "9.3.1", "15.1.0"])
def test_a_compiler_out_of_range_is_refused_by_name(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_compiler(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(LayerscopeError, match=rf"GCC {version}.*GCC 10\.3 to 14"):
        find_cross_compiler()


@pytest.mark.parametrize("version", ["10.3.1", "12.2.1", "14.3.1"])
def test_a_compiler_in_range_is_taken_and_suits_the_platform(
    version: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_compiler(tmp_path / "bin", version)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    found = find_cross_compiler()
    packages.write_toolchain(tmp_path / "packages", found)
    assert packages.installed(
        packages.TOOLCHAIN_PACKAGE, steps.toolchain_requirements(), tmp_path / "packages"
    )


@pytest.mark.parametrize(
    ("system", "named"),
    [
        ("Linux", "apt-get install gcc-arm-none-eabi"),
        ("Darwin", "brew install"),
        ("Windows", "winget install"),
    ],
)
def test_without_a_compiler_the_sentence_says_what_to_install(
    system: str, named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(compiler.platform, "system", lambda: system)
    with pytest.raises(LayerscopeError, match=named):
        find_cross_compiler()


def test_the_packages_satisfy_what_platformio_asks_for(tmp_path: Path) -> None:
    assert packages.installed(packages.SCONS_PACKAGE, steps.scons_requirements(), tmp_path) is None
    written = packages.write_scons(tmp_path)
    assert packages.installed(packages.SCONS_PACKAGE, steps.scons_requirements(), tmp_path) == written
    run = subprocess.run(
        [shutil.which("python3") or "python3", written / "scons.py", "--version"],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"]},
        check=True,
    )
    assert "4.11.1" in run.stdout


def test_the_toolchains_programs_are_links_to_the_compilers(tmp_path: Path) -> None:
    installed = fake_compiler(tmp_path / "usr" / "bin", "12.2.1")
    package = packages.write_toolchain(tmp_path / "packages", installed)
    names = {path.name for path in (package / "bin").iterdir()} - {"arm-none-eabi-gdb"}
    assert names == {"arm-none-eabi-g++", "arm-none-eabi-gcc"}
    assert (package / "bin" / "arm-none-eabi-gcc").resolve() == installed.program.resolve()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_installed_package_of_another_version_stays_as_it_is(tmp_path: Path) -> None:
    older = tmp_path / packages.TOOLCHAIN_PACKAGE
    older.mkdir()
    (older / "package.json").write_text(json.dumps({"name": older.name, "version": "1.70201.0"}))
    (older / "user's own.txt").write_text("kept")
    before = tree(older)
    written = packages.write_toolchain(tmp_path, fake_compiler(tmp_path / "usr", "12.2.1"))
    assert tree(older) == before
    assert written == tmp_path / "toolchain-gccarmnoneeabi@1.120201.0"
    assert packages.installed(older.name, steps.toolchain_requirements(), tmp_path) == written


def test_a_second_setup_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLATFORMIO_CORE_DIR", str(tmp_path / "core"))
    monkeypatch.setenv("PATH", str(fake_compiler(tmp_path / "bin", "12.2.1").program.parent))
    said: list[str] = []
    steps.set_up_packages(said.append)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "core").rglob("*")}
    steps.set_up_packages(said.append)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "core").rglob("*")} == before
    assert said[:2] == said[2:]


def test_setup_makes_the_platform_known_as_pio_run_does_and_replaces_a_copied_clones_link(
    tmp_path: Path,
) -> None:
    from platformio import fs
    from platformio.package.manager.platform import PlatformPackageManager

    for clone in ("first clone", "second clone"):
        shutil.copytree(REPOSITORY / "platform", tmp_path / clone / "platform")
        if clone == "second clone":  # copied with its links
            shutil.copytree(tmp_path / "first clone" / ".pio", tmp_path / clone / ".pio")
        assert packages.link_platform(tmp_path / clone) == tmp_path / clone / "platform"
        with fs.cd(str(tmp_path / clone)):
            found = PlatformPackageManager(".pio/platforms").get_package("symlink://platform")
        assert found and Path(found.path) == tmp_path / clone / "platform"


def test_setup_needs_no_compiler_where_platformio_has_its_own_toolchain(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages.write_toolchain(tmp_path / "packages", fake_compiler(tmp_path / "bin", "12.2.1"))
    monkeypatch.setenv("PLATFORMIO_CORE_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path / "nothing here"))
    steps.set_up_packages(lambda _: None)


def test_the_command_ends_in_one_sentence_and_code_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from layerscope.cli import main

    monkeypatch.setenv("PLATFORMIO_CORE_DIR", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    result = CliRunner().invoke(main, ["setup"])
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith("error: No cross compiler")


@pytest.mark.parametrize("variable", ["HOME", "PLATFORMIO_CORE_DIR"])
def test_a_folder_that_cannot_be_written_is_one_sentence(
    variable: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file stands where the folder should: that stops the superuser, too."""
    from layerscope.cli import main

    monkeypatch.delenv("PLATFORMIO_CORE_DIR", raising=False)
    (tmp_path / "file").touch()
    monkeypatch.setenv(variable, str(tmp_path / "file" / "folder"))
    result = CliRunner().invoke(main, ["setup"])
    assert result.exit_code == 1
    (line,) = [line for line in result.output.splitlines() if line.startswith("error: ")]
    assert str(tmp_path / "file" / "folder") in line and "set PLATFORMIO_CORE_DIR" in line


def prepare(folder: Path, path: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs tools/prepare.sh in a copy of the project that has nothing, with `path` as its whole PATH."""
    (folder / "tools").mkdir(parents=True, exist_ok=True)
    shutil.copy2(REPOSITORY / "tools" / "prepare.sh", folder / "tools")
    (folder / "pyproject.toml").touch()
    return subprocess.run(
        ["/bin/sh", folder / "tools" / "prepare.sh"],
        env={"PATH": str(path), **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def machine(folder: Path, *, without: tuple[str, ...] = ()) -> Path:
    """A folder of the programs that prepare.sh runs, and of a complete cross compiler, less some."""
    folder.mkdir()
    for name in SHELL_TOOLS:
        found = shutil.which(name)
        if found and name not in without:
            (folder / name).symlink_to(found)
    if "arm-none-eabi-gcc" not in without:
        fake_program(folder, "arm-none-eabi-gcc", 'echo "/lib/${1#*=}"')
    return folder


def test_preparation_names_the_debian_packages_where_there_is_no_apt(tmp_path: Path) -> None:
    path = machine(tmp_path / "bin", without=("arm-none-eabi-gcc", "g++"))
    run = prepare(tmp_path / "project", path)
    assert run.returncode == 1
    assert run.stderr.strip() == (
        "error: Missing on this machine: g++ gcc-arm-none-eabi libnewlib-arm-none-eabi "
        "libstdc++-arm-none-eabi-newlib (Debian's names). Install them, and run make again."
    )


def test_preparation_installs_only_the_compiler_where_only_it_is_missing(tmp_path: Path) -> None:
    path = machine(tmp_path / "bin", without=("arm-none-eabi-gcc",))
    fake_program(path, "python3", "exit 0")
    log = tmp_path / "apt.log"
    # An apt-get that writes down what it is asked, and "installs" nothing.
    fake_program(path, "apt-get", f'echo "$@" >> {log}')
    fake_program(path, "env", 'shift; exec "$@"')
    fake_program(path, "id", "echo 0")
    prepare(tmp_path / "project", path)
    installs = [line for line in log.read_text().splitlines() if line.startswith("install")]
    assert [line.split()[4:] for line in installs] == [
        ["gcc-arm-none-eabi", "libnewlib-arm-none-eabi", "libstdc++-arm-none-eabi-newlib"]
    ]


def test_preparation_leaves_apt_alone_when_all_is_there(tmp_path: Path) -> None:
    path = machine(tmp_path / "bin")
    fake_program(path, "apt-get", f"touch {tmp_path / 'asked'}")
    project = tmp_path / "project"
    (project / ".venv" / "bin").mkdir(parents=True)
    fake_program(project / ".venv" / "bin", "python", "exit 0")
    (project / ".venv" / ".installed").touch()
    run = prepare(project, path)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert not (tmp_path / "asked").exists()


def test_a_python_that_is_too_old_or_too_new_is_not_taken(tmp_path: Path) -> None:
    path = machine(tmp_path / "bin")
    fake_program(path, "python3", 'case "$1" in --version) echo "Python 3.14.0";; *) exit 1;; esac')
    run = prepare(tmp_path / "project", path)
    assert run.returncode == 1
    assert "No Python from 3.10 to 3.13 here (python3 is Python 3.14.0)" in run.stderr


def test_a_python_without_ensurepip_gets_its_venv_package(tmp_path: Path) -> None:
    path = machine(tmp_path / "bin")
    log = tmp_path / "apt.log"
    fake_program(path, "apt-get", f'echo "$@" >> {log}')
    fake_program(path, "env", 'shift; exec "$@"')
    fake_program(path, "id", "echo 0")
    # Suitable by its version, as Debian's python3 is without python3-venv.
    fake_program(
        path, "python3", 'case "$2" in "import ensurepip") exit 1;; *print*) echo python3.11-venv;; esac'
    )
    prepare(tmp_path / "project", path)
    installs = [line for line in log.read_text().splitlines() if line.startswith("install")]
    assert [line.split()[4:] for line in installs] == [["python3.11-venv"]]
