# SPDX-License-Identifier: Apache-2.0
"""`layerscope setup`: makes PlatformIO and the virtual boards work with what this machine has."""

from __future__ import annotations

import click

from layerscope.cli import example
from layerscope.setup.steps import run_setup


@example("layerscope setup")
@click.command("setup")
def command() -> None:
    """Make PlatformIO work with what this machine has.

    Writes into PlatformIO's package folder the packages that are missing there (SCons, the cross compiler),
    builds the C part of the virtual boards and makes the benchmark networks. Leaves everything that is
    installed as it is.
    """
    run_setup(on_progress=click.echo)
