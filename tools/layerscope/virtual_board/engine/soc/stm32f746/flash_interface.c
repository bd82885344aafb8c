// SPDX-License-Identifier: GPL-2.0-only
// The flash interface's locks (RM0385, 3.3.5 and 3.4): FLASH_CR and FLASH_OPTCR open with two keys each.
// Erasing and programming are not modelled.
#include "soc/stm32f746/stm32f746.h"
#include "timing/timing.h"

enum { CR_PG = 1 << 0, CR_START = 1 << 16, OPTCR_START = 1 << 1, SR_ERRORS = 0xF3 };
static const uint32_t kLock = 1u << 31, kOptionLock = 1;
static const uint32_t kKeys[2] = {0x45670123, 0xCDEF89AB}, kOptionKeys[2] = {0x08192A3B, 0x4C5D6E7F};
enum { kRefused = 3 };  // a wrong key: locked until the next reset

static void key_written(machine* m, uint32_t address, const uint32_t keys[2], unsigned* came,
                        uint32_t lock_at, uint32_t lock, const char* name) {
  uint32_t* key = machine_stored_register(m, address);
  bool right = *came < 2 && *key == keys[*came];
  if (!right)
    machine_refuse(m, "flash_lock",
                   "0x%08x is not the key that %s expects, which locks it until the next reset", *key, name);
  *came = right ? *came + 1 : kRefused;
  if (*came == 2) *machine_stored_register(m, lock_at) &= ~lock;
  *key = 0;  // write-only
}

static void control_written(machine* m, uint32_t address, uint32_t old) {
  stm32f746* s = m->soc_state;
  bool options = address != FLASH_CR;
  uint32_t* r = machine_stored_register(m, address);
  uint32_t lock = options ? kOptionLock : kLock;
  bool locked = stored(m, options ? FLASH_OPTCR : FLASH_CR) & lock;
  if (address != FLASH_OPTCR1) locked = old & lock;
  if (locked) {
    if (*r != old)
      machine_refuse(m, "flash_lock", "%s is written while it is locked; write both keys to %s first",
                     address == FLASH_CR                 ? "FLASH_CR"
                     : options && address == FLASH_OPTCR ? "FLASH_OPTCR"
                                                         : "FLASH_OPTCR1",
                     options ? "FLASH_OPTKEYR" : "FLASH_KEYR");
    *r = old;
    return;
  }
  if (*r & lock && address != FLASH_OPTCR1) *(options ? &s->option_keys : &s->flash_keys) = 0;
  if (*r & (options ? OPTCR_START : CR_PG | CR_START))
    machine_stop(m, "unmodelled", "erasing and programming the flash are not modelled (%s)",
                 options      ? "FLASH_OPTCR, OPTSTRT"
                 : *r & CR_PG ? "FLASH_CR, PG"
                              : "FLASH_CR, STRT");
}

void flash_interface_written(machine* m, uint32_t address, uint32_t old) {
  stm32f746* s = m->soc_state;
  uint32_t* r = machine_stored_register(m, address);
  switch (address) {
    case FLASH_ACR:
      if ((*r & ~old) >> 11 & 1 && *r >> 9 & 1)
        machine_refuse(m, "flash",
                       "FLASH_ACR, ARTRST, is set while ART is on; clear ARTEN first (RM0385, 3.7.1)");
      if (*r >> 11 & 1) accelerator_reset(&m->timing->memory.accelerator);  // ARTRST
      break;
    case FLASH_KEYR:
      key_written(m, address, kKeys, &s->flash_keys, FLASH_CR, kLock, "FLASH_KEYR");
      break;
    case FLASH_OPTKEYR:
      key_written(m, address, kOptionKeys, &s->option_keys, FLASH_OPTCR, kOptionLock, "FLASH_OPTKEYR");
      break;
    case FLASH_SR:
      *r = old & ~(*r & SR_ERRORS);
      break;
    case FLASH_CR:
    case FLASH_OPTCR:
    case FLASH_OPTCR1:
      control_written(m, address, old);
      break;
    default:
      break;
  }
}

void flash_interface_reset(machine* m) {
  stm32f746* s = m->soc_state;
  s->flash_keys = s->option_keys = 0;
  accelerator_reset(&m->timing->memory.accelerator);
}
