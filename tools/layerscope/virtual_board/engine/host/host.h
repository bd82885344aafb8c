// SPDX-License-Identifier: GPL-2.0-only
// The outside: serial lines as TCP sockets or pseudo-terminals, and the control channel on stdin and stdout.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct host host;
typedef struct machine machine;

enum { HOST_CONSOLE, HOST_LINK, HOST_CHANNELS };

// `specification` is tcp:PORT or pty. NULL, with a sentence in `error`, when it cannot be had.
host* host_open(const char* const specification[HOST_CHANNELS], char* error, size_t error_size);
const char* host_url(const host* h, int channel);
// Takes what arrived and sends what waits; answers the control channel. Waits at most `milliseconds` (-1: for
// ever) for something to arrive. Returns true when bytes for a channel did.
bool host_poll(host* h, machine* m, int milliseconds);
bool host_has_byte(const host* h, int channel);
uint8_t host_take(host* h, int channel);
void host_send(host* h, int channel, uint8_t byte);
// Sends all that waits, then closes the channels, so that clients see the end.
void host_hang_up(host* h);
// One line to whoever started the process.
void host_tell(const char* line);
