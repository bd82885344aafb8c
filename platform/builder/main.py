# SPDX-License-Identifier: Apache-2.0
"""Builds an image: tools, flags, the linker script, the files that are programmed, the upload."""

import os

from SCons.Script import COMMAND_LINE_TARGETS, AlwaysBuild, Builder, Default, DefaultEnvironment

env = DefaultEnvironment()
platform_dir = env.PioPlatform().get_dir()
has_board = "BOARD" in env
prefix = "arm-none-eabi-" if has_board else ""

env.Replace(
    AR=f"{prefix}gcc-ar" if has_board else "ar",
    AS=f"{prefix}gcc" if has_board else "gcc",
    CC=f"{prefix}gcc" if has_board else "gcc",
    CXX=f"{prefix}g++" if has_board else "g++",
    RANLIB=f"{prefix}gcc-ranlib" if has_board else "ranlib",
    ARFLAGS=["rc"],
    PROGNAME="firmware" if has_board else "program",
    PROGSUFFIX=".elf" if has_board else "",
)
if not env.get("PIOFRAMEWORK"):
    env.Replace(PIOFRAMEWORK=[])

# Every source in this project is the project's own, so warnings are errors everywhere.
env.Append(
    CCFLAGS=["-O2", "-g", "-Wall", "-Wextra", "-Werror", "-ffunction-sections", "-fdata-sections"],
    CFLAGS=["-std=gnu11"],
    CXXFLAGS=["-std=gnu++17"],
    CPPPATH=["$PROJECT_INCLUDE_DIR"],
)

if has_board:
    board = env.BoardConfig()
    # The same on compiling, assembling and linking: the linker picks its libraries by them.
    machine = [
        f"-mcpu={board.get('build.cpu')}",
        "-mthumb",
        f"-mfpu={board.get('build.fpu')}",
        "-mfloat-abi=hard",
    ]
    # Code in another memory than the board's usual one is another layout: <board>_<memory>.ld.
    code_in = env.GetProjectOption("custom_code_in", "automatic")
    layout = env["BOARD"] if code_in in ("automatic", board.get("build.code_in")) else f"{env['BOARD']}_{code_in}"
    linker_script = os.path.join("$PROJECT_DIR", "lib", "board", "src", env["BOARD"], f"{layout}.ld")
    env.Append(
        ASFLAGS=machine,
        ASPPFLAGS=["-x", "assembler-with-cpp"],
        CCFLAGS=machine,
        # No unwinding, no run-time types, no guards around function statics: nothing here throws or has threads.
        CXXFLAGS=["-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-fno-use-cxa-atexit"],
        CPPDEFINES=[(board.get("build.define"), 1)],
        LINKFLAGS=machine
        + [
            "-nostartfiles",
            "--specs=nano.specs",
            "--specs=nosys.specs",
            "-Wl,--gc-sections",
            "-Wl,--fatal-warnings",
            "-Wl,-Map=${BUILD_DIR}/${PROGNAME}.map",
        ],
        LIBS=["m"],
    )
    env.Replace(LDSCRIPT_PATH=env.subst(linker_script), SIZETOOL=None, OBJCOPY=f"{prefix}objcopy")
    env.Append(
        BUILDERS={
            "ElfToBin": Builder(
                action=env.VerboseAction("$OBJCOPY -O binary $SOURCES $TARGET", "Building $TARGET"), suffix=".bin"
            ),
            "ElfToHex": Builder(
                action=env.VerboseAction("$OBJCOPY -O ihex $SOURCES $TARGET", "Building $TARGET"), suffix=".hex"
            ),
        }
    )
else:
    env.Append(LIBS=["m"])


def of_this_board(node):
    """Keeps of lib/board what is common and what is this board's; the other boards' sources are for other images."""
    path = os.path.relpath(node.srcnode().get_abspath(), env.subst("$PROJECT_DIR")).replace(os.sep, "/")
    if not path.startswith("lib/board/src/"):
        return node
    part = path.split("/")[3]
    wanted = {"cortex_m7", env["BOARD"]} if has_board else {"host"}
    boards = {"cortex_m7", "host"} | set(os.path.splitext(name)[0] for name in os.listdir(os.path.join(platform_dir, "boards")))
    return None if part in boards - wanted else node


env.AddBuildMiddleware(of_this_board)

program = env.BuildProgram()
targets = [program]
if has_board:
    program_bin = env.ElfToBin(os.path.join("$BUILD_DIR", "${PROGNAME}"), program)
    program_hex = env.ElfToHex(os.path.join("$BUILD_DIR", "${PROGNAME}"), program)
    env.Depends([program_bin, program_hex], "checkprogsize")
    targets = [program_bin, program_hex]

AlwaysBuild(env.Alias("nobuild", targets))
env.AddPlatformTarget("buildprog", targets, targets, "Build the image")
Default(targets)

if has_board:
    env.SConscript(os.path.join(platform_dir, "builder", "upload.py"), exports={"env": env, "image": {"bin": program_bin, "hex": program_hex}})
