# SPDX-License-Identifier: Apache-2.0
"""The command line itself: finding commands, --help, errors as one sentence."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from layerscope import cli
from layerscope.errors import LayerscopeError, how_to_install

COMMANDS = sorted(
    path.stem.replace("_", "-")
    for path in Path(cli.commands.__path__[0]).glob("*.py")
    if not path.stem.startswith("_")
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "layerscope", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_every_file_in_commands_is_a_command_and_nothing_else_is() -> None:
    listed = cli.main.list_commands(click.Context(cli.main))
    assert listed == COMMANDS
    assert {"bench", "parse", "compare", "explain"} <= set(listed)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(cli.main, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "Example:" in result.output
    assert f"layerscope {name}" in result.output.split("Example:")[1]


def test_top_level_help_lists_the_commands() -> None:
    result = CliRunner().invoke(cli.main, ["--help"])
    for name in COMMANDS:
        assert f"  {name} " in result.output
    assert "unavailable" not in result.output


def test_version_is_the_packages() -> None:
    from importlib.metadata import version

    result = CliRunner().invoke(cli.main, ["--version"])
    assert result.output.strip() == f"layerscope {version('layerscope')}"


def test_an_error_is_one_sentence_on_stderr_and_exit_code_1() -> None:
    done = run("parse", "no/such/file.log")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("error: there is no file no/such/file.log; ")
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_an_unknown_command_is_a_usage_error() -> None:
    done = run("bensh")
    assert done.returncode == 2
    assert "No such command 'bensh'" in done.stderr


def test_a_command_whose_package_is_missing_says_which_and_leaves_the_others_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = cli.importlib.import_module

    def without_plotting(name: str, package: str | None = None) -> object:
        if name == "layerscope.commands.bench":
            raise ModuleNotFoundError("No module named 'unicorn'", name="unicorn")
        return real(name, package)

    monkeypatch.setattr(cli.importlib, "import_module", without_plotting)
    broken = CliRunner().invoke(cli.main, ["bench", "--board", "teensy40"])
    assert broken.exit_code == 1
    assert "the Python package `unicorn` is not installed" in broken.output
    assert CliRunner().invoke(cli.main, ["parse", "--help"]).exit_code == 0


def test_errors_raised_inside_a_command_are_caught_by_class_not_by_message() -> None:
    group = cli.LazyGroup()

    @click.command("boom")
    def boom() -> None:
        class Special(LayerscopeError):
            pass

        raise Special("the wire is loose; fix it")

    group.get_command = lambda ctx, name: boom  # type: ignore[method-assign]
    result = CliRunner().invoke(group, ["boom"])
    assert result.exit_code == 1
    assert result.output == "error: the wire is loose; fix it\n"


def test_hints_to_install_name_the_clones_pip_and_extras_that_exist() -> None:
    root = Path(__file__).resolve().parents[2]
    project = (root / "pyproject.toml").read_text(encoding="utf-8")
    sources = [file.read_text(encoding="utf-8") for file in (root / "tools" / "layerscope").rglob("*.py")]
    extras = {name for text in sources for name in re.findall(r"how_to_install\(['\"]([a-z,]+)['\"]\)", text)}
    assert extras
    for extra in {each for names in extras for each in names.split(",")}:
        assert f"\n{extra} = [" in project
    assert not [text for text in sources if re.search(r"(?<!venv/bin/)pip install '", text)]
    assert re.fullmatch(r"`\.venv.*pip install -e '\.\[train\]'`", how_to_install("train"))
