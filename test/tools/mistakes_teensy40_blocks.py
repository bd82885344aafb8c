# SPDX-License-Identifier: Apache-2.0
"""Mistakes with single blocks of the i.MX RT1062: test/firmware/mistakes_teensy40_blocks.c."""

from __future__ import annotations

from functools import partial

from mistakes import Mistake

_BLOCKS = partial(Mistake, source="mistakes_teensy40_blocks.c", board="teensy40")

MISTAKES = [
    _BLOCKS(
        "transmit_pin_elsewhere",
        rule="pin",
        does="console's transmit pin left to GPIO",
        words=("LPUART2", "pin 14", "SW_MUX_CTL_PAD_GPIO_AD_B1_02", "ALT5 instead of ALT2"),
        silicon="the line stays silent",
    ),
    _BLOCKS(
        "transmit_driver_off",
        rule="pin",
        does="transmit pad without drive strength",
        words=("LPUART2", "pin 14", "SW_PAD_CTL_PAD_GPIO_AD_B1_02", "DSE"),
        silicon="the line stays silent",
    ),
    _BLOCKS(
        "receive_pin_elsewhere",
        rule="pin",
        does="console's receive pin left to GPIO while somebody types",
        words=("LPUART2", "pin 15", "SW_MUX_CTL_PAD_GPIO_AD_B1_03", "ALT5 instead of ALT2"),
        silicon="hears nothing",
        instruction="",  # whatever runs when the byte comes
        sends="x" * 40,
    ),
    _BLOCKS(
        "receive_daisy_elsewhere",
        rule="pin",
        does="LPUART2's input taken from the other pad while somebody types",
        words=("LPUART2", "IOMUXC_LPUART2_RX_SELECT_INPUT is 0 instead of 1"),
        silicon="hears nothing",
        instruction="",  # whatever runs when the byte comes
        sends="x" * 40,
    ),
    _BLOCKS(
        "baud_beyond_2_percent",
        rule="baud",
        does="console at 125,000 baud",
        words=("LPUART2", "125000 baud", "115200", "LPUART_BAUD"),
        silicon="the other side reads wrong bytes",
        function="",
    ),
    _BLOCKS(
        "transmit_buffer_full",
        rule="uart",
        does="three bytes sent without waiting",
        words=("LPUART3", "transmit buffer is full", "TDRE"),
        silicon="the byte is lost",
    ),
    _BLOCKS(
        "transmitter_off",
        rule="uart",
        does="a byte sent with the transmitter off",
        words=("LPUART3", "transmitter is off", "LPUART_CTRL, TE"),
        silicon="the byte is lost",
    ),
    _BLOCKS(
        "baud_changed_while_on",
        rule="uart",
        does="baud rate changed while the port is on",
        words=("LPUART_BAUD of LPUART3", "TE and RE"),
        silicon="bytes are damaged",
    ),
    _BLOCKS(
        "fifo_switched_while_on",
        rule="uart",
        does="FIFO switched on while the port is on",
        words=("LPUART_FIFO of LPUART3", "TE and RE"),
        silicon="bytes are lost",
    ),
    _BLOCKS(
        "oversampling_without_both_edges",
        rule="uart",
        does="4 samples a bit without BOTHEDGE",
        words=("LPUART3", "4 times", "BOTHEDGE"),
        silicon="receives wrong",
    ),
    _BLOCKS(
        "watermark_beyond_the_fifo",
        rule="reserved",
        does="a receive watermark of 4 in a FIFO of 4",
        words=("LPUART_WATER of LPUART3", "4 words"),
        silicon="never reached",
    ),
    _BLOCKS(
        "port_parameters_written",
        rule="read_only",
        does="LPUART_PARAM written",
        words=("LPUART_PARAM of LPUART3", "only be read"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "register_that_does_not_exist",
        rule="unmapped",
        does="a write behind LPUART3's last register",
        words=("0x4018c030", "LPUART3 has no register"),
        silicon="a bus fault, or nothing",
    ),
    _BLOCKS(
        "timer_set_up_while_off",
        rule="clock",
        does="PIT_LDVAL0 written while PIT_MCR has MDIS",
        words=("0x40084100", "PIT_MCR, MDIS"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "high_power_clock_set_while_running",
        rule="locked",
        does="SNVS_HPRTCLR written while its clock runs",
        words=("SNVS_HPRTCLR", "SNVS_HPCR, RTC_EN"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "flash_controller_off",
        rule="flash",
        does="FLEXSPI_MCR0, MDIS set by a program that runs from flash",
        words=("switches off FlexSPI", "FLEXSPI_MCR0, MDIS"),
        silicon="hangs",
    ),
    _BLOCKS(
        "read_sequence_taken_away",
        rule="flash",
        does="FlexSPI's read sequence cleared by a program that runs from flash",
        words=("sequence", "FLEXSPI_LUT0-3"),
        silicon="hangs",
    ),
    _BLOCKS(
        "watchdog_locked",
        rule="watchdog",
        does="RTWDOG_TOVAL written without the key",
        words=("RTWDOG_TOVAL", "locked", "0xd928c520"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "watchdog_stopped_for_good",
        rule="watchdog",
        does="WDOG1's enable bit cleared",
        words=("WDOG1_WCR, WDE", "reset"),
        silicon="the write is lost, the watchdog runs on",
    ),
    _BLOCKS(
        "watchdog_byte",
        rule="access_size",
        does="a byte written to WDOG1",
        words=("WDOG1", "half-words"),
        silicon="a bus fault",
    ),
    _BLOCKS(
        "counter_written",
        rule="read_only",
        does="GPT1_CNT written",
        words=("GPT1_CNT", "only be read"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "pin_state_written",
        rule="read_only",
        does="GPIO1_PSR written",
        words=("GPIO_PSR (0x401b8008)", "only be read"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "real_time_clock_set_while_running",
        rule="locked",
        does="real-time clock set without stopping it",
        words=("SNVS_LPSRTCLR", "SNVS_LPCR, SRTC_ENV"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "fuse_burnt",
        rule="fuse",
        does="OCOTP_DATA written",
        words=("OCOTP_DATA", "burns fuses"),
        silicon="burns a fuse for ever",
    ),
    _BLOCKS(
        "flash_written",
        rule="flash",
        does="a word written to the flash's window",
        words=("write to flash", "0x60010000"),
        silicon="a bus fault, or nothing",
        always_stops=True,
    ),
    _BLOCKS(
        "flash_sequence_locked",
        rule="locked",
        does="FlexSPI's look-up table written while locked",
        words=("look-up table", "FLEXSPI_LUTKEY"),
        silicon="the write is lost",
    ),
    _BLOCKS(
        "flash_erased",
        rule="flash_command",
        does="flash sector erased by command, which has no model",
        words=("flash command 0x20", "sequence 5"),
        silicon="erases",
    ),
]
