# SPDX-License-Identifier: Apache-2.0
"""Variants are built beside the user's own build, and only when something changed; failures are sentences."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from layerscope.build import BuildError, Image, Variant, build_image
from layerscope.errors import LayerscopeError
from layerscope.image_size import Memory, measure, read_board
from layerscope.setup.compiler import find_cross_compiler
from layerscope.setup.packages import core_dir_setting, packages_dir, write_scons, write_toolchain
from layerscope.verify.generate import ModelSpec
from stand_in_project import REPOSITORY, make_project

pytestmark = pytest.mark.skipif(not shutil.which("arm-none-eabi-gcc"), reason="needs the cross compiler")
DISCO = Variant("disco_f746ng")


@pytest.fixture(scope="module", autouse=True)
def core_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("core")
    write_scons(folder / "packages")
    write_toolchain(folder / "packages", find_cross_compiler())
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("PLATFORMIO_", "LAYERSCOPE_"))]:
            patch.delenv(name)
        patch.setenv("PLATFORMIO_CORE_DIR", str(folder))
        yield folder


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("a pröject"))


@pytest.fixture(scope="module")
def image(project: Path) -> Image:
    return build_image(DISCO, project=project)


def test_different_variants_have_different_folders() -> None:
    changes = [
        {},
        {"board": "teensy40"},
        {"use_cmsis_nn": False},
        {"use_comp_model": False},
        {"compression": "dynamic"},
        {"use_overclock": True},
        {"weights_in": "dtcm"},
        {"code_in": "itcm"},
        {"digit": 7},
        {"model": "a/net.tflite"},
        {"model": "b/net.tflite"},
    ]
    slugs = [replace(DISCO, **change).slug for change in changes]  # type: ignore[arg-type]
    assert len(set(slugs)) == len(changes)


def test_the_options_reach_the_compiler_in_place_of_platformio_ini(project: Path) -> None:
    source = project / "src" / "main.cc"
    before = source.read_text()
    source.write_text(
        before + "static_assert(USE_CMSIS_NN == 0 && USE_COMP_MODEL == 0 && USE_OVERCLOCK == 1);\n"
        "static_assert(digit::kLabel == 7 && model::kDataBytes > 300000);\n"
    )
    variant = replace(DISCO, use_cmsis_nn=False, use_comp_model=False, use_overclock=True, digit=7)
    try:
        assert build_image(variant, project=project).elf.is_file()
    finally:
        source.write_text(before)


def test_nothing_changed_means_nothing_is_built(project: Path, image: Image) -> None:
    stamp = image.elf.stat().st_mtime_ns
    again = build_image(DISCO, project=project)
    assert not again.rebuilt and again.elf.stat().st_mtime_ns == stamp
    assert again.size == image.size and again.log


@pytest.mark.parametrize("changed", ["src/main.cc", "lib/board/src/board.h", "platformio.ini"])
def test_a_changed_input_means_a_new_build(changed: str, project: Path, image: Image) -> None:
    build_image(DISCO, project=project)
    path = project / changed
    before = path.read_bytes()
    comment = b"\n; changed\n" if path.suffix == ".ini" else b"\n// changed\n"
    path.write_bytes(before + comment)
    try:
        assert build_image(DISCO, project=project).rebuilt
    finally:
        path.write_bytes(before)


def test_a_lost_or_foreign_image_is_built_again(project: Path, image: Image) -> None:
    build_image(DISCO, project=project)
    image.elf.unlink()
    assert build_image(DISCO, project=project).rebuilt
    image.program.write_bytes(b"something else")
    rebuilt = build_image(DISCO, project=project)
    assert rebuilt.rebuilt and rebuilt.program.stat().st_size > 1000


def test_builds_take_the_packages_that_make_left_in_the_project_unless_the_user_chose(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / ".cache" / "platformio"
    assert core_dir_setting(tmp_path) == {}
    (own / "packages").mkdir(parents=True)
    assert core_dir_setting(tmp_path) == {}, "the user's choice, made by this module's fixture"
    monkeypatch.delenv("PLATFORMIO_CORE_DIR")
    assert core_dir_setting(tmp_path) == {"PLATFORMIO_CORE_DIR": str(own)}
    assert packages_dir(core_dir_setting(tmp_path)) == own / "packages"


def test_the_users_own_build_is_left_alone(project: Path, image: Image) -> None:
    assert image.elf.is_relative_to(project / ".pio" / "layerscope")
    assert not (project / ".pio" / "build").exists() and not (project / ".pio" / "platforms").exists()
    assert not (project / "compile_commands.json").exists()


def test_two_builds_at_once_give_what_one_by_one_gives(project: Path, image: Image) -> None:
    variants = [replace(DISCO, digit=3), Variant("teensy40", digit=3)]
    with ThreadPoolExecutor(len(variants)) as pool:
        together = list(pool.map(lambda variant: build_image(variant, project=project), variants))
    contents = [built.program.read_bytes() for built in together]
    for built in together:
        shutil.rmtree(project / ".pio" / "layerscope" / built.variant.slug)
    alone = [build_image(variant, project=project).program.read_bytes() for variant in variants]
    assert contents == alone


def test_a_source_that_does_not_compile_is_one_sentence_with_the_place(project: Path) -> None:
    source = project / "src" / "main.cc"
    before = source.read_text()
    source.write_text("int main( { }\n")
    try:
        with pytest.raises(BuildError, match=r"src/main\.cc:1:.*error: ") as caught:
            build_image(replace(DISCO, digit=5), project=project)
    finally:
        source.write_text(before)
    assert "\n" not in str(caught.value) and "Compiling" in caught.value.log


def test_what_the_linker_says_is_the_sentence(project: Path) -> None:
    script = project / "lib/board/src/disco_f746ng/disco_f746ng.ld"
    layout = script.read_text()
    script.write_text("INPUT(nowhere.o)\n" + layout)
    try:
        with pytest.raises(BuildError, match=r"ld: cannot find nowhere\.o"):
            build_image(replace(DISCO, digit=7), project=project)
    finally:
        script.write_text(layout)


def test_an_image_that_does_not_fit_says_so(project: Path) -> None:
    source = project / "src" / "main.cc"
    before = source.read_text()
    # More constants than the flash holds, which the program reads.
    big = '__attribute__((used, section(".rodata.big"))) extern const char big[2 << 20] = {1};\n'
    source.write_text(before.replace("int main", big + "int main").replace("digit::kPixels", "big"))
    try:
        with pytest.raises(BuildError, match=r"too large for disco_f746ng.*FLASH"):
            build_image(replace(DISCO, digit=6), project=project)
    finally:
        source.write_text(before)


@pytest.mark.parametrize(
    ("columns", "rows", "said"),
    [
        (1200, 1000, r"net\.tflite has 1,2\d\d,\d{3} bytes, and disco_f746ng has 1,048,576 bytes of flash"),
        (
            8,
            400_000,
            r"net\.tflite needs 800,\d{3} bytes for its tensors; disco_f746ng has 344,064 bytes of RAM",
        ),
    ],
    ids=["flash", "RAM"],
)
def test_a_model_too_large_for_the_board_says_so_in_bytes(
    columns: int, rows: int, said: str, project: Path, tmp_path: Path
) -> None:
    model = tmp_path / "net.tflite"
    spec = ModelSpec()
    shared = {"scale": [0.5], "zero_point": [0]}
    if columns > 8:
        source = spec.tensor("input", (1, columns), "int8", **shared)
        weights = spec.tensor("weights", (rows, columns), "int8", np.ones((rows, columns)), **shared)
        result = spec.tensor("output", (1, rows), "int8", **shared)
        spec.operator("FULLY_CONNECTED", [source, weights, -1], [result])
    else:
        source = spec.tensor("input", (1, rows), "int8", **shared)
        result = spec.tensor("output", (1, rows), "int8", scale=[1 / 256], zero_point=[-128])
        spec.operator("SOFTMAX", [source], [result], Beta=1.0)
    spec.inputs, spec.outputs = [source], [result]
    model.write_bytes(spec.build())
    with pytest.raises(BuildError, match=said):
        build_image(replace(DISCO, model=str(model)), project=project)


@pytest.mark.parametrize(
    ("model", "named"), [("minst", "minst"), ("nowhere/net.tflite", "net.tflite")], ids=["name", "path"]
)
def test_a_model_that_is_not_there_is_named_before_anything_is_built(
    model: str, named: str, project: Path
) -> None:
    with pytest.raises(LayerscopeError, match=named):
        build_image(replace(DISCO, model=model), project=project)


def test_a_corrupt_model_gives_the_generators_sentence(project: Path, tmp_path: Path) -> None:
    model = tmp_path / "net.tflite"
    model.write_bytes((REPOSITORY / "models/mnist/mnist_int8.tflite").read_bytes()[:5000])
    with pytest.raises(BuildError, match=r"net\.tflite") as caught:
        build_image(replace(DISCO, model=str(model)), project=project)
    assert "Traceback" not in caught.value.log and "\n" not in str(caught.value)


def test_an_unknown_board_is_named() -> None:
    with pytest.raises(LayerscopeError, match=r"teensy41.*disco_f746ng, teensy40"):
        build_image(Variant("teensy41"))


def section_bytes(elf: Path, memories: list[Memory]) -> dict[str, int]:
    """The same sums from binutils' view of the sections: `size -A -d`."""
    lines = subprocess.run(
        ["arm-none-eabi-size", "-A", "-d", elf], capture_output=True, text=True, check=True
    )
    used = {memory.name: 0 for memory in memories}
    for line in lines.stdout.splitlines():
        fields = line.split()
        debug = fields and fields[0].startswith((".debug", ".comment", ".ARM.attributes", "section", "Total"))
        if len(fields) != 3 or debug or not fields[1].isdigit():
            continue
        for memory in memories:
            if memory.holds(int(fields[2])):
                used[memory.name] += int(fields[1])
    return used


def test_a_failed_assertion_of_the_firmware_is_its_sentence(project: Path) -> None:
    source = project / "src" / "main.cc"
    before = source.read_text()
    source.write_text(
        before + 'static_assert(model::kDataBytes == 0, "The tensors need more RAM: choose another.");\n'
    )
    try:
        with pytest.raises(BuildError) as caught:
            build_image(replace(DISCO, digit=5), project=project)
    finally:
        source.write_text(before)
    assert str(caught.value) == "The tensors need more RAM: choose another."


@pytest.mark.parametrize("board", ["disco_f746ng", "teensy40"])
def test_the_size_report_agrees_with_binutils(board: str, project: Path) -> None:
    built = build_image(Variant(board), project=project)
    board_file = project / "platform" / "boards" / f"{board}.json"
    memories, flash_total, ram_total = read_board(board_file)
    size = measure(built.elf, board_file)
    expected = section_bytes(built.elf, memories)
    for memory in memories:
        if memory.name != "flash":
            assert size.memories[memory.name] == expected[memory.name]
    # What is programmed: the whole .bin file, which objcopy writes from the load addresses.
    assert size.flash_bytes == built.elf.with_suffix(".bin").stat().st_size
    assert size.ram_bytes == sum(
        bytes_ for name, bytes_ in expected.items() if name not in ("flash", "sdram")
    )
    assert (built.flash_share, built.ram_share) == (
        size.flash_bytes / flash_total,
        size.ram_bytes / ram_total,
    )
    assert f"Flash: {size.flash_bytes:,} bytes of {flash_total:,}" in built.log
