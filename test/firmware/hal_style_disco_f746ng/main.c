// SPDX-License-Identifier: Apache-2.0
// A program as a HAL project's generator and its user write it together: everything initialised in main, then
// a loop that waits for interrupts. A line on the console is a command; any other line is sent back.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "hal.h"

#ifdef CONSOLE_ON_STLINK
uart_handle console = {.registers = USART1}, mirror = {.registers = USART6}, link = {.registers = UART7};
#else
uart_handle console = {.registers = USART6}, mirror = {.registers = USART1}, link = {.registers = UART7};
#endif

__attribute__((noreturn)) static void error_handler(void) {
  for (;;) {
  }
}
static void must(hal_status status) {
  if (status != HAL_OK) error_handler();
}

static void clocks_init(void) {
  must(clock_oscillators_start());
  must(clock_over_drive_enable());
  must(clock_buses_configure());
  CHANGE(RCC_DCKCFGR2, 3u << 10 | 3u << 12 | 3u, 0);
}

static void pins_init(void) {
  gpio_init('I', 1u << 1, GPIO_OUTPUT, 0, 0);  // LD1
  gpio_init('I', 1u << 11, GPIO_INPUT, 0, 0);  // the blue button
  CHANGE(SYSCFG->EXTICR[2], 15u << 12, 8u << 12);
  EXTI->RTSR |= 1u << 11;
  EXTI->IMR |= 1u << 11;
}

#ifndef CONSOLE_ON_STLINK
static void connector_init(uart_handle* uart) {
  RCC->APB2ENR |= 1u << 5;
  gpio_init('C', 3u << 6, GPIO_ALTERNATE, 1, 8);
  hal_irq_enable(71, 5);
  must(uart_init(uart, clock_apb_hz(2), 115200));
  uart_receive_start(uart);
}
#endif

static void stlink_init(uart_handle* uart) {
  RCC->APB2ENR |= 1u << 4;
  gpio_init('A', 1u << 9, GPIO_ALTERNATE, 1, 7);
  gpio_init('B', 1u << 7, GPIO_ALTERNATE, 1, 7);
  hal_irq_enable(37, 6);
  must(uart_init(uart, clock_apb_hz(2), 115200));
  uart_receive_start(uart);
}

static void ports_init(void) {
#ifdef CONSOLE_ON_STLINK
  stlink_init(&console);
#else
  connector_init(&console);
  stlink_init(&mirror);
#endif
  RCC->APB1ENR |= 1u << 30;
  gpio_init('F', 3u << 6, GPIO_ALTERNATE, 1, 8);
  hal_irq_enable(82, 5);
  must(uart_init(&link, clock_apb_hz(1), 115200));
  uart_receive_start(&link);
}

static void measure_delay(void) {
  uint32_t begin = DWT_CYCCNT;
  hal_delay(50);
  uint32_t cycles = DWT_CYCCNT - begin;
  printf("delay %lu cycles at %lu Hz\n", (unsigned long)cycles, (unsigned long)system_core_clock);
}

static void blink(void) {
  for (int i = 0; i < 3; i++) {
    gpio_toggle('I', 1u << 1);
    hal_delay(1);
  }
  printf("led %lu button %lu\n", (unsigned long)(GPIO('I')->IDR >> 1 & 1),
         (unsigned long)(GPIO('I')->IDR >> 11 & 1));
}

static void identify(void) {
  printf("device %03lx flash %u KB id %08lx options %08lx\n", (unsigned long)(DBGMCU_IDCODE & 0xFFF),
         FLASH_KILOBYTES, (unsigned long)UNIQUE_ID[0], (unsigned long)FLASH->OPTCR);
}

static void print_registers(void) {
  static volatile uint32_t* const kRegisters[] = {
      &RCC->AHB1RSTR, (volatile uint32_t*)0x40023850, &GPIO('A')->MODER, &GPIO('B')->OSPEEDR,
      &PWR->CR1,      (volatile uint32_t*)0x40023014, &GPIO('A')->PUPDR, &FLASH->OPTCR1};
  RCC->AHB1ENR |= 1u << 12;  // CRC
  for (unsigned i = 0; i < 8; i++) printf("%08lx ", (unsigned long)*kRegisters[i]);
  printf("\n");
}

static void draw(void) {
  volatile uint32_t* rng = (volatile uint32_t*)0x50060800;
  SET_AND_READ(RCC->AHB2ENR, 1u << 6);
  rng[0] = 1u << 2;
  uint32_t begin = hal_tick(), drawn[2];
  for (int i = 0; i < 2; i++) {
    while (!(rng[1] & 1))
      if (hal_tick() - begin > 2) error_handler();
    drawn[i] = rng[2];
  }
  printf("random %s\n", drawn[0] != drawn[1] ? "differs" : "is the same");
}

// 100 counts of 4 / 32 kHz are 12.5 ms.
static void watchdog(bool keep_alive) {
  volatile uint32_t* iwdg = (volatile uint32_t*)0x40003000;
  iwdg[0] = 0xCCCC;
  iwdg[0] = 0x5555;
  iwdg[1] = 0;
  iwdg[2] = 99;
  while (iwdg[3] != 0) {
  }
  iwdg[0] = 0xAAAA;
  for (int i = 0; i < 5; i++) {
    hal_delay(5);
    if (keep_alive) iwdg[0] = 0xAAAA;
  }
  printf("alive\n");
}

static void print_cause(void) {
  uint32_t flags = RCC_CSR;
  RCC_CSR |= 1u << 24;
  printf("reset by %s%s%s, then %lx\n", flags & 1u << 27 ? "power" : "", flags & 1u << 28 ? "software" : "",
         flags & 1u << 29 ? "watchdog" : "", (unsigned long)(RCC_CSR >> 25));
}

static void sum(void) {
  volatile float x = 0.5f;
  float total = 0;
  for (int i = 0; i < 100; i++)
    total += sinf(x * (float)i) * sinf(x * (float)i) + cosf(x * (float)i) * cosf(x * (float)i);
  printf("sum %.4f root %.6f\n", (double)total, sqrt((double)x + 1.5));
}

static void run_timers(void) {
  SET_AND_READ(RCC->APB1ENR, 1u << 0 | 1u << 4);
  hal_irq_enable(54, 7);
  timer6_updates = 0;
  timer_start(TIM2, 1000000, 0xFFFFFFFF, false);
  timer_start(TIM6, 10000, 10, true);
  uint32_t begin = DWT_CYCCNT, from = TIM2->CNT;
  hal_delay(100);
  uint32_t cycles = DWT_CYCCNT - begin, to = TIM2->CNT, updates = timer6_updates;
  TIM6->CR1 = 0;
  printf("timers %lu us %lu updates %lu cycles\n", (unsigned long)(to - from), (unsigned long)updates,
         (unsigned long)cycles);
}

// An alarm after 5 ms, by comparing.
static void alarm(void) {
  SET_AND_READ(RCC->APB1ENR, 1u << 3);
  hal_irq_enable(50, 7);
  timer_start(TIM5, 1000000, 0, false);
  timer5_matched_at = 0;
  uint32_t begin = DWT_CYCCNT;
  TIM5->CCR1 = TIM5->CNT + 5000;
  TIM5->DIER |= 2;
  while (timer5_matched_at == 0) WFI();
  printf("alarm after %lu cycles\n", (unsigned long)(timer5_matched_at - begin));
}

static void execute(const char* line) {
  if (strcmp(line, "delay") == 0)
    measure_delay();
  else if (strcmp(line, "blink") == 0)
    blink();
  else if (strcmp(line, "identify") == 0)
    identify();
  else if (strcmp(line, "registers") == 0)
    print_registers();
  else if (strcmp(line, "random") == 0)
    draw();
  else if (strcmp(line, "cause") == 0)
    print_cause();
  else if (strcmp(line, "watch") == 0)
    watchdog(true);
  else if (strcmp(line, "neglect") == 0)
    watchdog(false);
  else if (strcmp(line, "reset") == 0)
    SCB->AIRCR = 0x05FA0004 | (SCB->AIRCR & 0x700);
  else if (strcmp(line, "alarm") == 0)
    alarm();
  else if (strcmp(line, "timers") == 0)
    run_timers();
  else if (strcmp(line, "dma") == 0) {
    if (!link_by_dma) link_dma_start();
    printf("dma %lu interrupts\n", (unsigned long)link_dma_interrupts);
  } else if (strcmp(line, "sum") == 0)
    sum();
  else
    printf("%s\n", line);
}

int main(void) {
  char line[128];
  size_t length = 0;
  mpu_configure();
  caches_enable();
  hal_init();
  clocks_init();
  pins_init();
  ports_init();
  cycle_counter_enable();
  setvbuf(stdout, NULL, _IOLBF, 256);
  printf("ready at %lu Hz\n", (unsigned long)system_core_clock);
  for (;;) {
    for (int c; (c = uart_take(&console)) >= 0;) {
      if (c != '\n') {
        if (length < sizeof line - 1) line[length++] = (char)c;
        continue;
      }
      line[length] = 0;
      length = 0;
      execute(line);
    }
    for (int c; (c = uart_take(&link)) >= 0;) {
      static uint8_t answer;
      answer = (uint8_t)c;
      while (uart_send(&link, &answer, 1) == HAL_BUSY) WFI();
    }
    WFI();
  }
}
