// SPDX-License-Identifier: Apache-2.0
// What the C library asks of its system: a console to write to and a heap.
#include <errno.h>
#include <sys/stat.h>

#include "hal.h"

static uint8_t buffer[512];

int _write(int file, const char* text, int length) {
  (void)file;
  for (int done = 0; done < length;) {
    while (console.send_busy) WFI();
    int part = length - done < (int)sizeof buffer ? length - done : (int)sizeof buffer;
    for (int i = 0; i < part; i++) buffer[i] = (uint8_t)text[done + i];
    if (uart_send(&console, buffer, (size_t)part) != HAL_OK) return -1;
    done += part;
  }
  return length;
}

void* _sbrk(int increment) {
  extern uint8_t _end, _heap_limit;
  static uint8_t* top = &_end;
  uint8_t* before = top;
  if (top + increment > &_heap_limit) {
    errno = ENOMEM;
    return (void*)-1;
  }
  top += increment;
  return before;
}

int _close(int file) { return file < 0 ? 0 : -1; }
int _isatty(int file) { return file >= 0; }
int _lseek(int file, int offset, int from) { return (void)file, (void)offset, (void)from, 0; }
int _read(int file, char* text, int length) { return (void)file, (void)text, (void)length, 0; }
int _getpid(void) { return 1; }
int _kill(int process, int signal) { return (void)process, (void)signal, -1; }
void _exit(int status) {
  (void)status;
  for (;;) WFI();
}
int _fstat(int file, struct stat* status) {
  (void)file;
  status->st_mode = S_IFCHR;
  return 0;
}
