# SPDX-License-Identifier: Apache-2.0
"""Mistakes that set-ups of the STM32F746 make: test/firmware/mistakes_stm32f746_setup.c."""

from __future__ import annotations

from functools import partial

from mistakes import Mistake

_BOARD = partial(Mistake, source="mistakes_stm32f746_setup.c", board="disco_f746ng")
_IGNORED = "the write has no effect"
_LOST = "writes are lost, reads give 0"
_UNSTABLE = "runs while cool, fails now and then"
_JITTER = "may not lock, or jitter"
_UNKNOWN = "undefined"


def _mistake(rule: str, name: str, does: str, silicon: str, *words: str, **more: str) -> Mistake:
    return _BOARD(name, rule=rule, does=does, words=words, silicon=silicon, **more)


def _pll(name: str, does: str, *words: str) -> Mistake:
    return _mistake("pll", name, does, _JITTER, *words)


MISTAKES = [
    _mistake("clock", "led_port_without_clock", "GPIOI_MODER written with its clock off", _LOST,
             "GPIOI (0x40022000)", "RCC_AHB1ENR, mask 0x00000100"),
    _mistake("clock", "button_interrupt_without_syscfg", "SYSCFG_EXTICR3 written with its clock off", _LOST,
             "SYSCFG (0x40013810)", "RCC_APB2ENR, mask 0x00004000"),
    _mistake("clock", "display_without_clock", "LTDC, which has no model, written with its clock off", _LOST,
             "LTDC (0x40016818)", "RCC_APB2ENR, mask 0x04000000"),
    _mistake("clock", "backup_sram_without_clock", "backup SRAM written with its clock off", _LOST,
             "backup SRAM (0x40024000)", "RCC_AHB1ENR, mask 0x00040000"),
    _mistake("unmapped", "no_such_peripheral", "a write where no peripheral is", "nothing, or a bus fault",
             "a write to 0x40011800, where this chip has no peripheral"),
    _mistake("unmapped", "no_such_peripheral_read", "HASH read, which the STM32F746 has not",
             "0, or a bus fault", "a read of 0x50060400, where this chip has no peripheral"),
    _pll("multiplier_too_small", "PLLN of 49", "PLLN 49"),
    _pll("multiplier_too_large", "PLLN of 433", "PLLN 433"),
    _pll("divider_of_one", "PLLM of 1", "PLLM 1"),
    _pll("divider_of_none", "PLLM of 0", "PLLM 0"),
    _pll("q_of_none", "PLLQ of 0", "PLLQ 0"),
    _mistake("oscillator", "hsi_off_under_its_pll", "HSION cleared while the PLL runs from it", _IGNORED,
             "RCC_CR, HSION, is cleared"),
    _mistake("pll", "display_pll_out_of_range", "PLLSAI started with N of 433", _JITTER,
             "PLLSAI is started with N 433", "RCC_PLLSAICFGR"),
    _mistake("pll", "audio_pll_too_fast", "PLLI2S started with R of 1", _JITTER,
             "PLLI2S is started with N 432, Q 4, R 1", "RCC_PLLI2SCFGR"),
    _mistake("oscillator", "bypass_set_while_on", "HSEBYP set while HSE is on", _IGNORED,
             "RCC_CR, HSEBYP", "clear HSEON first"),
    _mistake("voltage", "voltage_scale_3_at_168_mhz", "168 MHz in voltage scale 3", _UNSTABLE,
             "168 MHz in voltage scale 3, which allows 144 MHz", "PWR_CR1, VOS"),
    _mistake("flash", "wait_states_lowered_afterwards", "5 flash wait states at 216 MHz",
             "reads wrong words now and then", "216 MHz with 5 flash wait states; 7 are needed",
             "FLASH_ACR, LATENCY"),
    _mistake("flash", "clock_raised_before_wait_states", "168 MHz from flash without wait states",
             "reads wrong words", "168 MHz with 0 flash wait states; 5 are needed", "FLASH_ACR, LATENCY"),
    _mistake("flash", "core_undivided_again", "216 MHz again with the wait states of 54", "reads wrong words",
             "216 MHz with 1 flash wait states; 7 are needed", "FLASH_ACR, LATENCY"),
    _mistake("flash", "accelerator_reset_while_on", "ARTRST set while ART is on", _IGNORED,
             "FLASH_ACR, ARTRST", "ARTEN"),
    _mistake("uart_on", "uart_clock_changed_while_on", "USART6's clock changed while it is on",
             "another baud rate", "the clock of USART6 is changed (RCC_DCKCFGR2)", "USART6_CR1, UE"),
    _mistake("uart_on", "frame_changed_while_on", "9 bits chosen while USART6 is on", _IGNORED,
             "USART6_CR1, bits 0x00001000", "UE, first"),
    _mistake("uart_on", "stop_bits_changed_while_on", "2 stop bits chosen while USART6 is on", _IGNORED,
             "USART6_CR2, bits 0x00002000", "UE, first"),
    _mistake("uart_on", "flow_control_changed_while_on", "RTS switched on while USART6 is on", _IGNORED,
             "USART6_CR3, bits 0x00000100", "UE, first"),
    _mistake("baud", "divider_of_a_fast_port_wrong", "bit 3 of USART6_BRR set with 8 samples a bit", _UNKNOWN,
             "bit 3 of USART6_BRR is set (0x075b)", "OVER8"),
    _mistake("baud", "baud_rate_forgotten", "USART6 switched on without a baud rate", "sends nothing",
             "USART6 is switched on with 0 in USART6_BRR"),
    _mistake("dwt_off", "counter_started_without_trace", "CYCCNT started without TRCENA", "counts nothing",
             "DWT (0xe0001000)", "DEMCR.TRCENA"),
    _mistake("backup_domain", "calendar_locked", "RTC_TR written without the keys", _IGNORED,
             "real-time clock (0x40002800)", "0xCA and 0x53 to RTC_WPR"),
    _mistake("backup_domain", "calendar_set_while_it_runs", "RTC_TR written without INIT", _IGNORED,
             "real-time clock (0x40002800)", "RTC_ISR, INIT"),
    _mistake("backup_domain", "backup_register_protected", "RTC_BKP0R written without DBP", _IGNORED,
             "real-time clock (0x40002850)", "PWR_CR1, DBP"),
    _mistake("priority", "priority_in_the_lower_bits", "USART6 with priority 5 instead of 5 << 4",
             "becomes 0, the most urgent", "interrupt 71 gets priority 0x05", "NVIC_IPR, 0xe000e447"),
    _mistake("priority", "mask_in_the_lower_bits", "BASEPRI of 5 instead of 5 << 4", "masks nothing",
             "BASEPRI gets 0x05", "masks nothing", instruction="msr"),
    _mistake("alignment", "half_word_of_a_timer_split", "an unaligned half-word of TIM2", "a fault",
             "0x40000025"),
    _mistake("unmapped", "behind_the_last_ram", "the word behind SRAM2 written", "a bus fault", "0x20050000"),
    _mistake("unmapped", "behind_the_last_flash", "the word behind flash read", "a bus fault", "0x08100000"),
]  # fmt: skip
