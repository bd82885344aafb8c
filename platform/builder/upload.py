# SPDX-License-Identifier: Apache-2.0
"""`-t upload`: OpenOCD or st-flash for disco_f746ng, teensy_loader_cli for teensy40.

Each is found on PATH or among PlatformIO's packages. Every wait is bounded; a missing board ends in one line.
"""

import os
import subprocess
import sys
import threading

from SCons.Script import DefaultEnvironment

env = DefaultEnvironment()
image = env["LAYERSCOPE_IMAGE"]  # .elf, .bin and .hex, left by main.py

NO_BOARD_SECONDS = 12  # a board that has not shown itself by then is not there
PROGRAMMING_SECONDS = 120  # erasing and writing 2 MB takes less than half of it
CONSOLE_SECONDS = 2  # from the console command to the boot loader's USB device

HOW_TO_INSTALL = {
    "openocd": "`apt-get install openocd`, `brew install openocd` "
    "or `pio pkg install -g -t platformio/tool-openocd`",
    "st-flash": "`apt-get install stlink-tools` or `brew install stlink`",
    "teensy_loader_cli": "`apt-get install teensy-loader-cli`, `brew install teensy_loader_cli` "
    "or `pio pkg install -g -t platformio/tool-teensy`",
}
NO_DISCOVERY = (
    "No STM32F746G-DISCOVERY answers on USB: connect its ST-LINK socket (CN14, mini-USB) with a data cable."
)
NO_TEENSY = (
    "No Teensy in programming mode showed itself: connect its USB cable and press its button while this "
    "waits, or give its console's serial port with --upload-port."
)
# What a tool prints when no board answers, and the line that the user gets instead.
NO_BOARD = {
    "openocd": (("open failed", "No device found", "unable to open", "init mode failed"), NO_DISCOVERY),
    "st-flash": (("Couldn't find any ST-Link", "Failed to connect", "unknown chip id"), NO_DISCOVERY),
    "teensy_loader_cli": (("Waiting for Teensy device", "Unable to open device"), NO_TEENSY),
}


def fail(sentence):
    sys.stderr.write(f"error: {sentence}\n")
    return 1


def find_tool(name):
    return env.WhereIs(name) or env.WhereIs(name, env["ENV"].get("PATH"))


def run(tool, arguments):
    """Runs the programmer; the board must have answered within NO_BOARD_SECONDS.

    What the tool says is shown at its end, and kept back when there is no board: then one line says all.
    """
    path = find_tool(tool)
    if not path:
        return fail(f"{tool} is not on PATH; install it with {HOW_TO_INSTALL[tool]}.")
    marks, sentence = NO_BOARD[tool]
    process = subprocess.Popen(
        [path, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    printed = []

    def read():
        for raw in process.stdout:
            line = raw.decode("utf-8", "replace").rstrip()
            printed.append(line)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        reader.join(NO_BOARD_SECONDS)
        if reader.is_alive() and not waiting(printed, marks):
            reader.join(PROGRAMMING_SECONDS)
        late = reader.is_alive()
    finally:
        if process.poll() is None and reader.is_alive():
            process.kill()
    code = process.wait()
    reader.join()
    no_board = (
        waiting(printed, marks) if late else code and any(mark in line for line in printed for mark in marks)
    )
    if no_board:
        return fail(sentence)
    print("\n".join(printed), flush=True)
    if late:
        return fail(f"{tool} was not done after {PROGRAMMING_SECONDS} s; reset the board and try again.")
    if code:
        return fail(f"{tool} ended with code {code}; its lines above say why.")
    return 0


def waiting(printed, marks):
    """Whether the last thing the tool said is that it sees no board (hints in parentheses aside)."""
    said = [line for line in printed if line.strip() and not line.strip().startswith("(")]
    return bool(said) and any(mark in said[-1] for mark in marks)


def openocd(target, source, env):
    scripts = env.PioPlatform().get_package_dir("tool-openocd")
    search = ["-s", os.path.join(scripts, "openocd", "scripts")] if scripts else []
    program = f"program {{{source[0].get_abspath()}}} {address()} verify reset; shutdown"
    config = env.BoardConfig().get("debug.openocd_board")
    return run("openocd", [*search, "-f", f"board/{config}.cfg", *extra_flags(), "-c", program])


def st_flash(target, source, env):
    return run("st-flash", [*extra_flags(), "--reset", "write", source[0].get_abspath(), address()])


def teensy_cli(target, source, env):
    port = env.subst("$UPLOAD_PORT")
    if port:
        ask_for_programming_mode(port)
    else:
        print(f"Waiting up to {NO_BOARD_SECONDS} s for the board: press its button.", flush=True)
    return run("teensy_loader_cli", ["--mcu=TEENSY40", "-w", "-v", *extra_flags(), source[0].get_abspath()])


def ask_for_programming_mode(port):
    """Sends the running firmware the command that starts the boot loader: nobody presses a button."""
    import serial

    try:
        with serial.serial_for_url(
            port, 115200, timeout=CONSOLE_SECONDS, write_timeout=CONSOLE_SECONDS
        ) as console:
            console.write(b"\nbootloader\n")
            console.flush()
    except (OSError, ValueError) as problem:
        print(f"The console at {port} did not take the command ({problem}): press the board's button.")


def address():
    return env.BoardConfig().get("upload.offset_address")


def extra_flags():
    return [flag for flag in env.subst_list("$UPLOADERFLAGS")[0] if flag] if env.get("UPLOADERFLAGS") else []


PROTOCOLS = {"openocd": (openocd, "bin"), "st-flash": (st_flash, "bin"), "teensy-cli": (teensy_cli, "hex")}

protocol = env.subst("$UPLOAD_PROTOCOL") or env.BoardConfig().get("upload.protocol")
offered = env.BoardConfig().get("upload.protocols")
if protocol == "custom":
    action, kind = "$UPLOADCMD", env.BoardConfig().get("build.image")
elif protocol in offered:
    action, kind = PROTOCOLS[protocol]
else:
    fail(f"upload_protocol is {protocol}, and {env['BOARD']} has {' and '.join(offered)}.")
    env.Exit(1)

env.AddPlatformTarget(
    "upload", image[kind], [env.VerboseAction(action, "Uploading $SOURCE")], "Upload", "Program the board"
)
