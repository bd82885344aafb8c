# SPDX-License-Identifier: Apache-2.0
"""`layerscope train`: makes the networks of `models/`."""

from __future__ import annotations

from pathlib import Path

import click

from layerscope.cli import example
from layerscope.models.catalogue import models_folder, trained_names


@example("layerscope train mnist --data mnist.npz --out models/mnist")
@click.command("train")
@click.argument("network", type=click.Choice(trained_names()))
@click.option(
    "--data", type=click.Path(path_type=Path), help="Keras' mnist.npz (default: Keras downloads it)."
)
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Folder of the exports.")
@click.option("--epochs", type=click.IntRange(min=1), default=12, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True)
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="CPU threads; the weights' last bits depend on it.",
)
def command(network: str, data: Path | None, out: Path | None, epochs: int, seed: int, threads: int) -> None:
    """Trains NETWORK and exports it as float32, dynamic-range, int8 and float16 models, a card beside each.

    Needs TensorFlow: .venv/bin/pip install -e '.[train]'
    """
    from layerscope.training.make import make_mnist
    from layerscope.training.network import Recipe

    folder = out or models_folder() / network
    for line in make_mnist(folder, data, Recipe(epochs, seed, threads)):
        click.echo(line)
    click.echo(f"next: `layerscope bench --model {network}` measures the new models")
