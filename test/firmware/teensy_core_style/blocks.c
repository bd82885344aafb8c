// SPDX-License-Identifier: Apache-2.0
// Timers, real-time clock, converters, temperature, pulse outputs and USB: started as an Arduino program
// starts them, whether it uses them or not.
#include "chip.h"

static volatile uint32_t endpoints[64] __attribute__((section(".endpoints"), aligned(4096)));

FLASH_CODE void timers_and_clock_start(void) {
  CCM_CCGR(1) |= 3u << 12;
  PIT_MCR = 0;
  for (uint32_t n = 0; n < 4; n++) PIT_TCTRL(n) = 0;
  if (!(SNVS_LPCR & 1)) {
    SNVS_LPSRTCLR = 1546300800u << 15;
    SNVS_LPSRTCMR = 1546300800u >> 17;
    SNVS_LPCR |= 1;
  }
  SNVS_HPCR |= 1u | 1u << 16;
}

FLASH_CODE void converters_start(void) {
  CCM_CCGR(1) |= 3u << 16 | 3u << 8;
  for (uint32_t base = 0x400C4000; base <= 0x400C8000; base += 0x4000) {
    R32(base + 0x44) = 0x00000400 | 2u << 2 | 3u | 1u << 5 | 3u << 8;
    R32(base + 0x48) = 1u << 7;
    while (R32(base + 0x48) & 1u << 7) {
    }
  }
  TEMPSENSE0 &= ~1u;
  TEMPSENSE1 = 3;
  TEMPSENSE0 |= 2;
}

FLASH_CODE void pulses_start(void) {
  CCM_CCGR(4) |= 0xFFu << 16;
  CCM_CCGR(6) |= 0x3Fu << 26 | 3u << 16;
  for (uint32_t pwm = 0x403DC000; pwm <= 0x403E8000; pwm += 0x4000) {
    R16(pwm + 0x188) |= 15u << 4;
    for (uint32_t n = 0; n < 4; n++) R16(pwm + 0x60 * n + 0x0E) = 33464;
    R16(pwm + 0x188) |= 15u;
  }
  for (uint32_t timer = 0x401DC000; timer <= 0x401E4000; timer += 0x4000)
    for (uint32_t n = 0; n < 4; n++) R16(timer + 0x20 * n + 0x0C) = 0;
}

static void usb_interrupt(void) {}

// Nobody is at the other end; none of it may hang.
FLASH_CODE void usb_start(void) {
  PMU_REG_3P0 = 0x0Fu << 8 | 6u << 4 | 1;
  (void)OCOTP_MAC0;
  CCM_CCGR(6) |= 3;
  USB1_BURSTSIZE = 0x0404;
  if ((USBPHY1_PWD & 0x001E1C00) || (USB1_USBMODE & 3)) {
    USBPHY1_CTRL_SET = 1u << 31;
    USB1_USBCMD |= 2;
    while (USB1_USBCMD & 2) {
    }
    R32(0xE000E280 + 4 * (kUsbInterrupt / 32)) = 1u << (kUsbInterrupt % 32);
    USBPHY1_CTRL_CLR = 1u << 31;
#ifndef WITHOUT_USB_RESET_TIME
    delay(25);
#endif
  }
  USBPHY1_CTRL_CLR = 1u << 30;
  USBPHY1_PWD = 0;
  USB1_USBMODE = 2 | 1u << 3;
  USB1_ENDPOINTLISTADDR = (uint32_t)endpoints;
  USB1_USBINTR = 0x143;
  interrupt_attach(kUsbInterrupt, usb_interrupt, 128);
  USB1_USBCMD = 1;
}

// Double precision, as the compiler does it for this FPU: between two points of the sensor's calibration.
int32_t temperature(void) {
  while (!(TEMPSENSE0 & 4)) {
  }
  uint32_t calibration = OCOTP_ANA1, count = TEMPSENSE0 >> 8 & 0xFFF;
  double hot = calibration & 0xFF, hot_count = calibration >> 8 & 0xFFF, room_count = calibration >> 20;
  return (int32_t)(hot - (count - hot_count) * (hot - 25.0) / (room_count - hot_count));
}

uint32_t seconds(void) {
  uint32_t high, low;
  do {
    high = SNVS_LPSRTCMR;
    low = SNVS_LPSRTCLR;
  } while (high != SNVS_LPSRTCMR || low != SNVS_LPSRTCLR);
  return high << 17 | low >> 15;
}
