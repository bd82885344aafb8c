# SPDX-License-Identifier: Apache-2.0
"""`python -m layerscope.virtual_board.differential`: a long comparison."""

from __future__ import annotations

import click

from layerscope.errors import LayerscopeError
from layerscope.virtual_board.differential.run import compare, is_known, missing_tools, random_batches


@click.command()
@click.option("--instructions", default=2_000_000, show_default=True, help="How many to compare in all.")
@click.option(
    "--seed",
    "seeds",
    type=int,
    multiple=True,
    default=(1, 2, 3, 4),
    show_default=True,
    help="Each has sequences of its own; repeatable.",
)
@click.option(
    "--timing/--no-timing",
    default=None,
    help="The engine with or without its timing hooks; by default every other seed without.",
)
def main(instructions: int, seeds: tuple[int, ...], timing: bool | None) -> None:
    """Compare the engine with QEMU's mps2-an500 over random sequences of instructions."""
    reason = missing_tools()
    if reason is not None:
        raise click.ClickException(reason)
    compared = different = known = sequences_compared = 0
    share = -(-instructions // len(seeds))
    try:
        for number, seed in enumerate(seeds):
            hooks = number % 2 == 0 if timing is None else timing
            for states, sequences in random_batches(seed, share):
                for difference in compare(sequences, states, hooks):
                    if is_known(difference):
                        known += 1
                        continue
                    different += 1
                    click.echo(f"--- difference {different}, seed {seed}\n{difference}")
                sequences_compared += len(sequences)
                compared += sum(sequence.instructions() for sequence in sequences)
    except LayerscopeError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{compared} instructions in {sequences_compared} sequences compared: {different} differences, "
        f"{known} known ones (SMLAD's Q flag)"
    )
    if different:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
