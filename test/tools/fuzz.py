# SPDX-License-Identifier: Apache-2.0
"""Runs damaged models through the runtime under the address and undefined-behaviour sanitizers: `make fuzz`.

With Clang's libFuzzer where there is one, else with random mutations. Ends at the first finding, with the
file that brings it; else says how many executions there were.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from fuzz_seeds import write_seeds
from layerscope.host_runtime import Flavour, build_executable
from layerscope.host_runtime.builder import find_clang

FUZZ = Path(__file__).resolve().parents[1] / "fuzz"
_SOURCES = [FUZZ / "model_target.cc", FUZZ / "model_mutator.cc"]


def build_alone(use_cmsis_nn: bool) -> Path:
    """The target with random mutations, for any compiler."""
    flavour = Flavour(sanitize=True, use_cmsis_nn=use_cmsis_nn)
    return build_executable([FUZZ / "alone.cc", *_SOURCES], flavour)


def build_with_libfuzzer(use_cmsis_nn: bool) -> Path:
    return build_executable(
        [FUZZ / "with_libfuzzer.cc", *_SOURCES], Flavour(fuzz=True, use_cmsis_nn=use_cmsis_nn)
    )


def run_libfuzzer(program: Path, folder: Path, runs: int, more: list[str]) -> int:
    corpus, found = folder / "corpus", folder / "found"
    for path in (corpus, found):
        path.mkdir(parents=True, exist_ok=True)
    longest = max(path.stat().st_size for path in (folder / "seeds").iterdir())
    command = [
        str(program),
        f"-runs={runs}",
        f"-max_len={max(4096, longest)}",
        "-timeout=100",
        "-report_slow_units=60",
        "-print_final_stats=1",
    ]
    command += [f"-artifact_prefix={found}/", "-len_control=0", "-cross_over=0", *more]
    environment = {
        "ASAN_OPTIONS": "quarantine_size_mb=16:detect_leaks=0",
        "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
        **os.environ,
    }
    return subprocess.run([*command, str(corpus), str(folder / "seeds")], env=environment).returncode


def run_alone(program: Path, folder: Path, runs: int, seed: int) -> int:
    seeds = sorted(map(str, (folder / "seeds").iterdir()))
    return subprocess.run([str(program), str(runs), str(seed), *seeds], cwd=folder).returncode


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1_000_000, help="executions (default: a million)")
    parser.add_argument("--folder", type=Path, default=Path(".cache/fuzz"), help="corpus and findings")
    parser.add_argument("--models", type=Path, nargs="*", help="these alone, instead of the small ones")
    parser.add_argument("--cmsis-nn", action="store_true", help="the fast kernels")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--alone", action="store_true", help="without libFuzzer though it is there")
    options, more = parser.parse_known_args()
    options.folder = options.folder.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    if options.models:
        seeds = [options.folder / "seeds" / path.name for path in options.models]
        seeds[0].parent.mkdir(exist_ok=True)
        for source, seed in zip(options.models, seeds, strict=True):
            seed.write_bytes(source.read_bytes())
    else:
        seeds = write_seeds(options.folder / "seeds", 3)
    print(f"{len(seeds)} models to begin with in {options.folder}", flush=True)
    begin = time.monotonic()
    if find_clang("clang++") is None or options.alone:
        program = build_alone(options.cmsis_nn)
        result = run_alone(program, options.folder, options.runs, options.seed)
    else:
        program = build_with_libfuzzer(options.cmsis_nn)
        result = run_libfuzzer(program, options.folder, options.runs, [f"-seed={options.seed}", *more])
    kernels = "fast" if options.cmsis_nn else "reference"
    end = "no finding" if result == 0 else f"A FINDING: see {options.folder}"
    print(f"{kernels} kernels, {time.monotonic() - begin:.0f} s: {end}")
    return result


if __name__ == "__main__":
    sys.exit(main())
