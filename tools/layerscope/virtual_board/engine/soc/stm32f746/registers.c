// SPDX-License-Identifier: GPL-2.0-only
// The peripherals of the STM32F746, their gates (RM0385, 2.2.2 and 5.3.10 to 5.3.14), the values their
// registers have after a reset, and what of a register must stay as it is.
#include <stdio.h>
#include <string.h>

#include "soc/stm32f746/stm32f746.h"

#define AHB1(bit) RCC_AHB1ENR, 1u << (bit)
#define AHB2(bit) RCC_AHB2ENR, 1u << (bit)
#define AHB3(bit) RCC_AHB3ENR, 1u << (bit)
#define APB1(bit) RCC_APB1ENR, 1u << (bit)
#define APB2(bit) RCC_APB2ENR, 1u << (bit)

// Those with a model, and those whose registers do nothing but keep what they are given in silicon as well.
static const peripheral kModelled[] = {
    {0x40020000, 0x400, "GPIOA", AHB1(0)},   {0x40020400, 0x400, "GPIOB", AHB1(1)},
    {0x40020800, 0x400, "GPIOC", AHB1(2)},   {0x40020C00, 0x400, "GPIOD", AHB1(3)},
    {0x40021000, 0x400, "GPIOE", AHB1(4)},   {0x40021400, 0x400, "GPIOF", AHB1(5)},
    {0x40021800, 0x400, "GPIOG", AHB1(6)},   {0x40021C00, 0x400, "GPIOH", AHB1(7)},
    {0x40022000, 0x400, "GPIOI", AHB1(8)},   {0x40022400, 0x400, "GPIOJ", AHB1(9)},
    {0x40022800, 0x400, "GPIOK", AHB1(10)},  {RCC, 0x400, "RCC", 0, 0},
    {FLASH_ACR, 0x400, "FLASH", 0, 0},       {PWR_CR1, 0x400, "PWR", APB1(28)},
    {0x40004400, 0x400, "USART2", APB1(17)}, {0x40004800, 0x400, "USART3", APB1(18)},
    {0x40004C00, 0x400, "UART4", APB1(19)},  {0x40005000, 0x400, "UART5", APB1(20)},
    {0x40007800, 0x400, "UART7", APB1(30)},  {0x40007C00, 0x400, "UART8", APB1(31)},
    {0x40011000, 0x400, "USART1", APB2(4)},  {0x40011400, 0x400, "USART6", APB2(5)},
    {0x40013800, 0x400, "SYSCFG", APB2(14)}, {0xA0000000, 0x400, "FMC", AHB3(0)},
    {0xE0042000, 0x400, "DBGMCU", 0, 0},
};

static const peripheral kWithoutModel[] = {
    {0x40000000, 0x400, "TIM2", APB1(0)},
    {0x40000400, 0x400, "TIM3", APB1(1)},
    {0x40000800, 0x400, "TIM4", APB1(2)},
    {0x40000C00, 0x400, "TIM5", APB1(3)},
    {0x40001000, 0x400, "TIM6", APB1(4)},
    {0x40001400, 0x400, "TIM7", APB1(5)},
    {0x40001800, 0x400, "TIM12", APB1(6)},
    {0x40001C00, 0x400, "TIM13", APB1(7)},
    {0x40002000, 0x400, "TIM14", APB1(8)},
    {0x40002400, 0x400, "LPTIM1", APB1(9)},
    {0x40002800, 0x400, "RTC", 0, 0},
    {0x40002C00, 0x400, "WWDG", APB1(11)},
    {0x40003000, 0x400, "IWDG", 0, 0},
    {0x40003800, 0x400, "SPI2", APB1(14)},
    {0x40003C00, 0x400, "SPI3", APB1(15)},
    {0x40004000, 0x400, "SPDIFRX", APB1(16)},
    {0x40005400, 0x400, "I2C1", APB1(21)},
    {0x40005800, 0x400, "I2C2", APB1(22)},
    {0x40005C00, 0x400, "I2C3", APB1(23)},
    {0x40006000, 0x400, "I2C4", APB1(24)},
    {0x40006400, 0x400, "CAN1", APB1(25)},
    {0x40006800, 0x400, "CAN2", APB1(26)},
    {0x40006C00, 0x400, "HDMI-CEC", APB1(27)},
    {0x40007400, 0x400, "DAC", APB1(29)},
    {0x40010000, 0x400, "TIM1", APB2(0)},
    {0x40010400, 0x400, "TIM8", APB2(1)},
    {0x40012000, 0x400, "ADC", 0, 0},  // three, each with a gate
    {0x40012C00, 0x400, "SDMMC1", APB2(11)},
    {0x40013000, 0x400, "SPI1", APB2(12)},
    {0x40013400, 0x400, "SPI4", APB2(13)},
    {0x40013C00, 0x400, "EXTI", 0, 0},
    {0x40014000, 0x400, "TIM9", APB2(16)},
    {0x40014400, 0x400, "TIM10", APB2(17)},
    {0x40014800, 0x400, "TIM11", APB2(18)},
    {0x40015000, 0x400, "SPI5", APB2(20)},
    {0x40015400, 0x400, "SPI6", APB2(21)},
    {0x40015800, 0x400, "SAI1", APB2(22)},
    {0x40015C00, 0x400, "SAI2", APB2(23)},
    {0x40016800, 0x400, "LTDC", APB2(26)},
    {0x40023000, 0x400, "CRC", AHB1(12)},
    {0x40024000, 0x1000, "backup SRAM", AHB1(18)},
    {0x40026000, 0x400, "DMA1", AHB1(21)},
    {0x40026400, 0x400, "DMA2", AHB1(22)},
    {0x40028000, 0x1400, "ETHERNET", AHB1(25)},
    {0x4002B000, 0xC00, "DMA2D", AHB1(23)},
    {0x40040000, 0x40000, "USB OTG HS", AHB1(29)},
    {0x50000000, 0x40000, "USB OTG FS", AHB2(7)},
    {0x50050000, 0x400, "DCMI", AHB2(0)},
    {0x50060800, 0x400, "RNG", AHB2(6)},
    {0xA0001000, 0x400, "QUADSPI", AHB3(1)},
};

// A register with a value after a reset that is not 0, or with bits that must stay, or that is read-only.
typedef struct {
  uint32_t address, reset, reserved;
  const char* name;
} rule;
enum { kReadOnly = 0xFFFFFFFF };

static const rule kRules[] = {
    {RCC_CR, 0x00000083, 0xC0F00004, "RCC_CR"},
    {RCC_PLLCFGR, 0x24003010, 0xF0BC8000, "RCC_PLLCFGR"},
    {RCC_CFGR, 0, 0x00000300, "RCC_CFGR"},
    {RCC_AHB1ENR, 0x00100000, 0x810BE800, "RCC_AHB1ENR"},
    {RCC_AHB2ENR, 0, 0xFFFFFF0E, "RCC_AHB2ENR"},
    {RCC_AHB3ENR, 0, 0xFFFFFFFC, "RCC_AHB3ENR"},
    {RCC_APB1ENR, 0, 0x00003400, "RCC_APB1ENR"},
    {RCC_APB2ENR, 0, 0xFB0880CC, "RCC_APB2ENR"},
    {RCC + 0x50, 0x7EF7B7FF, 0, "RCC_AHB1LPENR"},
    {RCC + 0x54, 0x000000F1, 0, "RCC_AHB2LPENR"},
    {RCC + 0x58, 0x00000003, 0, "RCC_AHB3LPENR"},
    {RCC + 0x60, 0xFFFFCBFF, 0, "RCC_APB1LPENR"},
    {RCC + 0x64, 0x04F77F33, 0, "RCC_APB2LPENR"},
    {RCC + 0x84, 0x24003000, 0, "RCC_PLLI2SCFGR"},
    {RCC + 0x88, 0x24003000, 0, "RCC_PLLSAICFGR"},
    {PWR_CR1, 0x0000C000, 0xFFF01004, "PWR_CR1"},
    {FLASH_ACR, 0, 0xFFFFF4F0, "FLASH_ACR"},
    {FLASH_CR, 0x80000000, 0x7CFEFC80, "FLASH_CR"},
    {FLASH_OPTCR, 0xC0FFAAFD, 0, "FLASH_OPTCR"},
    {FLASH_OPTCR1, 0x00400080, 0, "FLASH_OPTCR1"},
    {0x40013808, 0, 0xFFFF0000, "SYSCFG_EXTICR1"},
    {0x4001380C, 0, 0xFFFF0000, "SYSCFG_EXTICR2"},
    {0x40013810, 0, 0xFFFF0000, "SYSCFG_EXTICR3"},
    {0x40013814, 0, 0xFFFF0000, "SYSCFG_EXTICR4"},
    {0xE0042000, 0x10016449, kReadOnly, "DBGMCU_IDCODE"},  // revision Z
};

// Debug pins: JTDI, JTMS, JTCK on port A, JTDO and NJTRST on port B.
typedef struct {
  uint32_t offset, reset_a, reset_b, reserved;
  const char* name;
} port_rule;
static const port_rule kPortRules[] = {
    {0x00, 0xA8000000, 0x00000280, 0, "MODER"},
    {0x04, 0, 0, 0xFFFF0000, "OTYPER"},
    {0x08, 0x0C000000, 0x000000C0, 0, "OSPEEDR"},
    {0x0C, 0x64000000, 0x00000100, 0, "PUPDR"},
    {0x10, 0, 0, kReadOnly, "IDR"},
    {0x14, 0, 0, 0xFFFF0000, "ODR"},
    {0x1C, 0, 0, 0xFFFE0000, "LCKR"},
};
// 31.8: of the USARTs.
static const port_rule kUsartRules[] = {
    {0x00, 0, 0, 0xE0000002, "CR1"},
    {0x0C, 0, 0, 0xFFFF0000, "BRR"},
    {0x1C, 0, 0, kReadOnly, "ISR"},
    {0x24, 0, 0, kReadOnly, "RDR"},
};
#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool is_port(const peripheral* p) { return p->base >= 0x40020000 && p->base <= 0x40022800; }
static bool is_usart(const peripheral* p) { return p->name[0] == 'U' && strstr(p->name, "ART") != NULL; }

const peripheral* registers_peripheral(uint32_t address) {
  const peripheral* p = soc_find(kModelled, COUNT(kModelled), address);
  return p != NULL ? p : soc_find(kWithoutModel, COUNT(kWithoutModel), address);
}

bool registers_modelled(const peripheral* p) {
  return p != NULL && p >= kModelled && p < kModelled + COUNT(kModelled);
}

void registers_reset(machine* m) {
  for (size_t i = 0; i < COUNT(kRules); i++) *machine_stored_register(m, kRules[i].address) = kRules[i].reset;
  for (size_t i = 0; i < COUNT(kPortRules); i++) {
    *machine_stored_register(m, 0x40020000 + kPortRules[i].offset) = kPortRules[i].reset_a;
    *machine_stored_register(m, 0x40020400 + kPortRules[i].offset) = kPortRules[i].reset_b;
  }
}

static bool keeps(machine* m, const char* name, uint32_t address, uint32_t reset, uint32_t reserved,
                  uint32_t* value) {
  uint32_t wrong = (*value ^ reset) & reserved;
  if (reserved == kReadOnly) {
    machine_refuse(m, "read_only", "a write of %s (0x%08x), which is read-only", name, address);
    return false;
  }
  if (wrong != 0)
    machine_refuse(
        m, "reserved",
        "a write of 0x%08x to %s (0x%08x) changes reserved bits, mask 0x%08x; they must stay 0x%08x", *value,
        name, address, wrong, reset & wrong);
  *value ^= wrong;
  return true;
}

static bool keeps_of_list(machine* m, const peripheral* p, const port_rule* list, size_t count,
                          uint32_t address, uint32_t* value) {
  char name[32];
  for (size_t i = 0; i < count; i++) {
    if (address - p->base != list[i].offset) continue;
    snprintf(name, sizeof name, "%s_%s", p->name, list[i].name);
    return keeps(m, name, address, 0, list[i].reserved, value);
  }
  return true;
}

// Narrow accesses that the manual excludes: 8.5 (DMA), 3.7.2 (FLASH_KEYR), and half-words for timers.
static bool wide_enough(machine* m, const peripheral* p, uint32_t address, uint32_t size) {
  bool words =
      strncmp(p->name, "DMA", 3) == 0 || (address & ~3u) == FLASH_KEYR || (address & ~3u) == FLASH_OPTKEYR;
  bool half_words = strncmp(p->name, "TIM", 3) == 0;
  if (size >= (words ? 4 : half_words ? 2 : 1)) return true;
  machine_refuse(m, "width", "a write of %s (0x%08x) with %u bits; it takes %s only", p->name, address,
                 8 * size, words ? "words" : "half-words and words");
  return false;
}

bool registers_accept(machine* m, const peripheral* p, uint32_t address, uint32_t size, uint32_t* value) {
  uint32_t word = address & ~3u;
  if (!wide_enough(m, p, address, size)) return false;
  if (is_port(p)) return keeps_of_list(m, p, kPortRules, COUNT(kPortRules), word, value);
  if (is_usart(p)) return keeps_of_list(m, p, kUsartRules, COUNT(kUsartRules), word, value);
  for (size_t i = 0; i < COUNT(kRules); i++)
    if (kRules[i].address == word)
      return keeps(m, kRules[i].name, word, kRules[i].reset, kRules[i].reserved, value);
  return true;
}
