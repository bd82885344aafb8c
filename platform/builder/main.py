# SPDX-License-Identifier: Apache-2.0
"""Builds an image: tools, flags, linker script, the files that are programmed, the upload."""

import os

from SCons.Script import COMMAND_LINE_TARGETS, AlwaysBuild, Builder, Default, DefaultEnvironment

env = DefaultEnvironment()
platform_dir = env.PioPlatform().get_dir()
board = env.BoardConfig() if "BOARD" in env else None
options = env.get("LAYERSCOPE_OPTIONS", {})  # left by extra_scripts/options.py

prefix = "arm-none-eabi-" if board else ""
env.Replace(
    AR=f"{prefix}gcc-ar",
    AS=f"{prefix}gcc",
    CC=f"{prefix}gcc",
    CXX=f"{prefix}g++",
    RANLIB=f"{prefix}gcc-ranlib",
    # Distributions have one GDB for every processor instead.
    GDB=next((gdb for gdb in (f"{prefix}gdb", "gdb-multiarch") if env.WhereIs(gdb)), f"{prefix}gdb"),
    OBJCOPY=f"{prefix}objcopy",
    SIZETOOL=f"{prefix}size",
    ARFLAGS=["rc"],
    PROGNAME="firmware" if board else "program",
    PROGSUFFIX=".elf" if board else "",
)
# Every source in this project is the project's own, so warnings are errors everywhere.
# -O2 by measurement (MNIST): -O3 makes images 11 to 16 KB larger and 7 % slower to 2 % faster; -Os saves 12
# KB and costs up to 150 % of time.
env.Append(
    CCFLAGS=["-O2", "-g", "-Wall", "-Wextra", "-Werror", "-ffunction-sections", "-fdata-sections"],
    CFLAGS=["-std=gnu11"],
    # No unwinding, no run-time types, no guards around function statics: nothing here throws or has threads.
    CXXFLAGS=["-std=gnu++17", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics"],
    LIBS=["m"],
)


def configure_board():
    # The same on compiling, assembling and linking: the linker picks its libraries by them.
    machine = [
        f"-mcpu={board.get('build.cpu')}",
        "-mthumb",
        f"-mfpu={board.get('build.fpu')}",
        "-mfloat-abi=hard",
    ]
    # Code in another memory than the board's usual one is another layout: <board>_<memory>.ld.
    code_in = options.get("custom_code_in", "automatic")
    layout = (
        env["BOARD"] if code_in in ("automatic", board.get("build.code_in")) else f"{env['BOARD']}_{code_in}"
    )
    linker_scripts = os.path.join("$PROJECT_DIR", "lib", "board", "src", env["BOARD"])
    # ITCM may be too small for both sets of kernels: there may be a layout for the reference ones alone.
    reference = os.path.join(env.subst(linker_scripts), f"{layout}_reference.ld")
    if options.get("USE_CMSIS_NN") == "0" and os.path.isfile(reference):
        layout += "_reference"
    env.Append(
        ASFLAGS=machine,
        ASPPFLAGS=["-x", "assembler-with-cpp"],
        CCFLAGS=machine,
        CXXFLAGS=["-fno-use-cxa-atexit"],  # nothing outlives main()
        CPPDEFINES=[
            (board.get("build.define"), 1),
            # Reasons for refusing a model: the build has refused such a model itself, in more words.
            "TF_LITE_STRIP_MODEL_TEXTS",
            # Nothing here logs a double: the application formats its own floats.
            ("TF_LITE_LOG_DOUBLES", 0),
        ],
        LIBPATH=[linker_scripts],  # for INCLUDE in the linker scripts
        LINKFLAGS=[
            *machine,
            "-nostartfiles",
            "--specs=nano.specs",
            "--specs=nosys.specs",
            "-Wl,--gc-sections",
            # Quoted: the shell gets it as it stands, and a clone's path may have spaces.
            '-Wl,-Map="${BUILD_DIR}/${PROGNAME}.map"',
        ],
    )
    env.Replace(LDSCRIPT_PATH=env.subst(os.path.join(linker_scripts, f"{layout}.ld")))
    for name, image_format in (("bin", "binary"), ("hex", "ihex")):
        action = env.VerboseAction(f"$OBJCOPY -O {image_format} $SOURCES $TARGET", "Building $TARGET")
        env.Append(BUILDERS={f"ElfTo{name.capitalize()}": Builder(action=action, suffix=f".{name}")})


def of_this_board(node):
    """Keeps of lib/board what is common and what is this board's; the rest is for other images."""
    path = os.path.relpath(node.srcnode().get_abspath(), env.subst("$PROJECT_DIR")).split(os.sep)
    if path[:3] != ["lib", "board", "src"]:
        return node
    wanted = ("cortex_m7", env["BOARD"]) if board else ("host",)
    return node if len(path) == 4 or path[3] in wanted else None


if board:
    configure_board()
env.AddBuildMiddleware(of_this_board)

stem = os.path.join("$BUILD_DIR", "${PROGNAME}")
if "nobuild" in COMMAND_LINE_TARGETS:
    image = {kind: env.File(f"{stem}.{kind}") for kind in ("elf", "bin", "hex")}
    targets = [image["elf"]] if board else [env.File("$PROGPATH")]
else:
    program = env.BuildProgram()
    targets = [program]
if board:
    if "nobuild" not in COMMAND_LINE_TARGETS:
        env.Depends(program, env.Glob(os.path.join(env.subst("$LDSCRIPT_PATH"), "..", "*.ld")))
        image = {"elf": program, "bin": env.ElfToBin(stem, program), "hex": env.ElfToHex(stem, program)}
        targets = [image["bin"], image["hex"]]
    env.Replace(LAYERSCOPE_IMAGE=image)
    env.SConscript(os.path.join(platform_dir, "builder", "upload.py"))

AlwaysBuild(env.Alias("nobuild", targets))
env.AddPlatformTarget("buildprog", targets, targets, "Build the image")
Default(targets)
