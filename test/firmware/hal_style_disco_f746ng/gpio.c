// SPDX-License-Identifier: Apache-2.0
#include "hal.h"

static void init_pin(gpio_registers* port, unsigned n, gpio_mode mode, unsigned pull, unsigned function) {
  if (mode != GPIO_INPUT) {
    CHANGE(port->OSPEEDR, 3u << 2 * n, 3u << 2 * n);
    CHANGE(port->OTYPER, 1u << n, 0);
  }
  CHANGE(port->PUPDR, 3u << 2 * n, pull << 2 * n);
  if (mode == GPIO_ALTERNATE) CHANGE(port->AFR[n / 8], 15u << 4 * (n % 8), function << 4 * (n % 8));
  CHANGE(port->MODER, 3u << 2 * n, (uint32_t)mode << 2 * n);
}

void gpio_init(char port, uint32_t pins, gpio_mode mode, unsigned pull, unsigned function) {
  SET_AND_READ(RCC->AHB1ENR, 1u << (port - 'A'));
  for (unsigned n = 0; n < 16; n++)
    if (pins >> n & 1) init_pin(GPIO(port), n, mode, pull, function);
}

void gpio_toggle(char port, uint32_t pins) {
  uint32_t on = GPIO(port)->ODR;
  GPIO(port)->BSRR = (on & pins) << 16 | (~on & pins);
}
