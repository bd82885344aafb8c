// SPDX-License-Identifier: GPL-2.0-only
#include "host/host.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "debug/debugger.h"
#include "inspect.h"
#include "machine.h"
#include "report.h"
#include "trace/tracer.h"

enum { kMostUnread = 1 << 20 };
// pyserial's socket:// empties its input right after it has connected. What is sent to a new client waits
// until that is over.
enum { kNewClientMilliseconds = 100 };

typedef struct {
  uint8_t* bytes;
  size_t head, tail, capacity;
} buffer;

typedef struct {
  int listener, connection;
  bool is_pty;
  int64_t hold_until;  // milliseconds
  char url[96];
  buffer received, to_send;
} channel;

struct host {
  channel channels[HOST_CHANNELS];
  bool held;  // answers the control channel and lets the board do nothing more
  char command[8192];
  size_t command_length;
};

static int64_t now_milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void append(buffer* b, uint8_t byte) {
  if (b->head == b->tail) b->head = b->tail = 0;
  if (b->tail == b->capacity) {
    if (b->head > b->capacity / 2) {
      memmove(b->bytes, b->bytes + b->head, b->tail - b->head);
      b->tail -= b->head;
      b->head = 0;
    } else {
      b->capacity = b->capacity ? b->capacity * 2 : 4096;
      b->bytes = realloc(b->bytes, b->capacity);
      if (b->bytes == NULL) abort();
    }
  }
  b->bytes[b->tail++] = byte;
}

static bool open_tcp(channel* c, const char* port, char* error, size_t size) {
  char* end;
  const long number = strtol(port, &end, 10);
  if (end == port || *end != '\0' || number < 0 || number > UINT16_MAX) {
    snprintf(error, size, "`%s` is no TCP port; give one up to 65535, or 0 for any free one", port);
    return false;
  }
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)number)};
  socklen_t length = sizeof address;
  int on = 1;
  c->listener = socket(AF_INET, SOCK_STREAM, 0);
  if (c->listener >= 0) setsockopt(c->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (c->listener < 0 || bind(c->listener, (struct sockaddr*)&address, sizeof address) != 0 ||
      listen(c->listener, 1) != 0 || getsockname(c->listener, (struct sockaddr*)&address, &length) != 0) {
    snprintf(error, size, "cannot listen on TCP port %s (%s); choose another, or 0 for any free one", port,
             strerror(errno));
    return false;
  }
  fcntl(c->listener, F_SETFL, O_NONBLOCK);
  snprintf(c->url, sizeof c->url, "socket://127.0.0.1:%u", ntohs(address.sin_port));
  return true;
}

static bool open_pty(channel* c, char* error, size_t size) {
  c->connection = posix_openpt(O_RDWR | O_NOCTTY);
  const char* name = NULL;
  if (c->connection >= 0 && grantpt(c->connection) == 0 && unlockpt(c->connection) == 0)
    name = ptsname(c->connection);
  int other =
      name != NULL ? open(name, O_RDWR | O_NOCTTY) : -1;  // stays open: no hang-up when a client leaves
  struct termios raw;
  if (other < 0 || tcgetattr(other, &raw) != 0) {
    snprintf(error, size, "cannot make a pseudo-terminal (%s); use tcp:0 instead", strerror(errno));
    return false;
  }
  cfmakeraw(&raw);
  tcsetattr(other, TCSANOW, &raw);
  fcntl(c->connection, F_SETFL, O_NONBLOCK);
  c->is_pty = true;
  snprintf(c->url, sizeof c->url, "%s", name);
  return true;
}

host* host_open(const char* const specification[HOST_CHANNELS], char* error, size_t error_size) {
  host* h = calloc(1, sizeof *h);
  if (h == NULL) abort();
  signal(SIGPIPE, SIG_IGN);
  fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK);
  for (int i = 0; i < HOST_CHANNELS; i++) {
    channel* c = &h->channels[i];
    c->listener = c->connection = -1;
    bool opened = false;
    if (strncmp(specification[i], "tcp:", 4) == 0)
      opened = open_tcp(c, specification[i] + 4, error, error_size);
    else if (strcmp(specification[i], "pty") == 0)
      opened = open_pty(c, error, error_size);
    else
      snprintf(error, error_size, "`%s` is no serial line; use tcp:PORT or pty", specification[i]);
    if (!opened) return NULL;
  }
  return h;
}

const char* host_url(const host* h, int channel) { return h->channels[channel].url; }

static void drop(channel* c) {
  if (c->is_pty || c->connection < 0) return;
  close(c->connection);
  c->connection = -1;
}

static bool receive(channel* c) {
  uint8_t bytes[4096];
  ssize_t got = read(c->connection, bytes, sizeof bytes);
  if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) drop(c);
  for (ssize_t i = 0; i < got; i++) append(&c->received, bytes[i]);
  return got > 0;
}

// Returns how long to wait before more can be sent, or -1.
static int held_back(const channel* c) {
  if (c->connection < 0 || c->to_send.head == c->to_send.tail) return -1;
  int64_t left = c->hold_until - now_milliseconds();
  return left > 0 ? (int)left : -1;
}

static void send_waiting(channel* c) {
  if (c->connection < 0 || held_back(c) >= 0) return;
  while (c->to_send.head < c->to_send.tail) {
    ssize_t sent =
        write(c->connection, c->to_send.bytes + c->to_send.head, c->to_send.tail - c->to_send.head);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) drop(c);
    if (sent <= 0) return;
    c->to_send.head += (size_t)sent;
  }
}

static void accept_client(channel* c) {
  int connection = accept(c->listener, NULL, NULL), on = 1;
  if (connection < 0) return;
  drop(c);
  c->connection = connection;
  c->hold_until = now_milliseconds() + kNewClientMilliseconds;
  fcntl(connection, F_SETFL, O_NONBLOCK);
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static void control(host* h, machine* m) {
  char bytes[256];
  ssize_t got = read(STDIN_FILENO, bytes, sizeof bytes);
  if (got == 0) exit(0);  // whoever started the board has gone
  for (ssize_t i = 0; i < got; i++) {
    if (bytes[i] != '\n') {
      if (h->command_length < sizeof h->command - 1) h->command[h->command_length++] = bytes[i];
      continue;
    }
    h->command[h->command_length] = 0;
    h->command_length = 0;
    if (strcmp(h->command, "report") == 0) {
      report_write(m, stdout);
    } else if (strcmp(h->command, "hold") == 0) {
      h->held = true;
      host_tell("{}");
    } else if (!debugger_command(m, h->command) && !tracer_command(m, h->command))
      inspect_command(m, h->command);
  }
}

static bool poll_once(host* h, machine* m, int milliseconds) {
  struct pollfd fds[1 + 2 * HOST_CHANNELS] = {{.fd = STDIN_FILENO, .events = POLLIN}};
  for (int i = 0; i < HOST_CHANNELS; i++) {
    channel* c = &h->channels[i];
    send_waiting(c);
    int held = held_back(c);
    if (held >= 0 && (milliseconds < 0 || milliseconds > held)) milliseconds = held;
    bool blocked = held < 0 && c->to_send.head < c->to_send.tail;
    bool full = c->received.tail - c->received.head > kMostUnread;
    fds[1 + 2 * i] = (struct pollfd){.fd = c->listener, .events = POLLIN};
    fds[2 + 2 * i] = (struct pollfd){.fd = c->connection,
                                     .events = (short)((full ? 0 : POLLIN) | (blocked ? POLLOUT : 0))};
  }
  if (poll(fds, 1 + 2 * HOST_CHANNELS, milliseconds) <= 0) return false;
  bool arrived = false;
  if (fds[0].revents & (POLLIN | POLLHUP)) control(h, m);
  for (int i = 0; i < HOST_CHANNELS; i++) {
    channel* c = &h->channels[i];
    if (fds[2 + 2 * i].revents & (POLLIN | POLLHUP | POLLERR)) arrived |= receive(c);
    if (fds[1 + 2 * i].revents & POLLIN) accept_client(c);
    send_waiting(c);
  }
  return arrived;
}

bool host_poll(host* h, machine* m, int milliseconds) {
  bool arrived = poll_once(h, m, milliseconds);
  while (h->held) arrived |= poll_once(h, m, -1);
  return arrived;
}

bool host_has_byte(const host* h, int channel) {
  return h->channels[channel].received.head < h->channels[channel].received.tail;
}

uint8_t host_take(host* h, int channel) {
  buffer* b = &h->channels[channel].received;
  return b->bytes[b->head++];
}

void host_send(host* h, int channel, uint8_t byte) {
  buffer* b = &h->channels[channel].to_send;
  if (b->tail - b->head >= kMostUnread) b->head++;  // nobody reads: the oldest is lost
  append(b, byte);
}

void host_hang_up(host* h) {
  for (int i = 0; i < HOST_CHANNELS; i++) {
    channel* c = &h->channels[i];
    if (c->listener >= 0) accept_client(c);
    for (int tries = 0; tries < 100 && c->connection >= 0 && c->to_send.head < c->to_send.tail; tries++) {
      struct pollfd writable = {.fd = c->connection, .events = POLLOUT};
      int held = held_back(c);
      if (held >= 0) poll(NULL, 0, held);
      poll(&writable, 1, 20);
      send_waiting(c);
    }
    if (!c->is_pty && c->connection >= 0) shutdown(c->connection, SHUT_WR);
  }
}

void host_tell(const char* line) {
  puts(line);
  fflush(stdout);
}
