// SPDX-License-Identifier: GPL-2.0-only
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint32_t address, value;
} reset_value;

struct config {
  char* text;
  uint8_t* blob;
  struct {
    const char *key, *value;
  } entries[512];
  size_t entry_count;
  segment segments[256];
  size_t segment_count;
  symbol* symbols;
  size_t symbol_count;
  reset_value* resets;  // by address
  size_t reset_count;
};

static char* read_all(const char* path, size_t* size) {
  FILE* file = fopen(path, "rb");
  if (file == NULL) return NULL;
  size_t capacity = 1 << 16, used = 0;
  char* data = malloc(capacity + 1);
  for (size_t got; data != NULL && (got = fread(data + used, 1, capacity - used, file)) > 0;) {
    used += got;
    if (used == capacity) data = realloc(data, (capacity *= 2) + 1);
  }
  fclose(file);
  if (data != NULL) data[used] = 0;
  if (size != NULL) *size = used;
  return data;
}

static int by_address(const void* a, const void* b) {
  const symbol *x = a, *y = b;
  if (x->address != y->address) return x->address < y->address ? -1 : 1;
  return x->size < y->size ? -1 : x->size > y->size;
}

static void add_symbol(config* c, char* value) {
  if ((c->symbol_count & (c->symbol_count - 1)) == 0) {
    size_t capacity = c->symbol_count ? c->symbol_count * 2 : 1;
    c->symbols = realloc(c->symbols, capacity * sizeof *c->symbols);
    if (c->symbols == NULL) abort();
  }
  symbol* s = &c->symbols[c->symbol_count++];
  s->address = (uint32_t)strtoul(value, &value, 0);
  s->size = (uint32_t)strtoul(value, &value, 0);
  s->name = *value == ' ' ? value + 1 : value;
}

static void add_reset_value(config* c, char* value) {
  if ((c->reset_count & (c->reset_count - 1)) == 0) {
    c->resets = realloc(c->resets, (c->reset_count ? c->reset_count * 2 : 1) * sizeof *c->resets);
    if (c->resets == NULL) abort();
  }
  reset_value* r = &c->resets[c->reset_count++];
  r->address = (uint32_t)strtoul(value, &value, 16);
  r->value = (uint32_t)strtoul(value, NULL, 16);
}

static void add_line(config* c, char* line, size_t offsets[]) {
  char* value = strchr(line, '=');
  if (value == NULL) return;
  *value++ = 0;
  if (strcmp(line, "symbol") == 0) {
    add_symbol(c, value);
  } else if (strcmp(line, "reset_value") == 0) {
    add_reset_value(c, value);
  } else if (strcmp(line, "segment") == 0 && c->segment_count < 256) {
    segment* s = &c->segments[c->segment_count];
    s->address = (uint32_t)strtoul(value, &value, 0);
    s->size = (uint32_t)strtoul(value, &value, 0);
    offsets[c->segment_count++] = strtoul(value, &value, 0);
  } else if (c->entry_count < 512) {
    c->entries[c->entry_count].key = line;
    c->entries[c->entry_count++].value = value;
  }
}

config* config_read(const char* path, char* error, size_t error_size) {
  config* c = calloc(1, sizeof *c);
  size_t offsets[256] = {0}, blob_size = 0;
  if (c == NULL) abort();
  c->text = read_all(path, NULL);
  if (c->text == NULL) {
    snprintf(error, error_size, "cannot read the board description %s", path);
    return NULL;
  }
  for (char *line = c->text, *end; *line; line = end) {
    end = line + strcspn(line, "\n");
    if (*end) *end++ = 0;
    add_line(c, line, offsets);
  }
  c->blob = (uint8_t*)read_all(config_text(c, "blob", ""), &blob_size);
  for (size_t i = 0; i < c->segment_count; i++) {
    if (c->blob == NULL || offsets[i] + c->segments[i].size > blob_size) {
      snprintf(error, error_size, "the image beside %s is incomplete", path);
      return NULL;
    }
    c->segments[i].bytes = c->blob + offsets[i];
  }
  if (c->symbol_count) qsort(c->symbols, c->symbol_count, sizeof *c->symbols, by_address);
  return c;
}

const char* config_text(const config* c, const char* key, const char* fallback) {
  for (size_t i = 0; i < c->entry_count; i++)
    if (strcmp(c->entries[i].key, key) == 0) return c->entries[i].value;
  return fallback;
}

bool config_flag(const config* c, const char* key) { return strcmp(config_text(c, key, "0"), "0") != 0; }

int config_parameter(const config* c, const char* name) {
  char key[80];
  snprintf(key, sizeof key, "param.%s", name);
  const char* value = config_text(c, key, NULL);
  if (value == NULL) {
    fprintf(stderr, "the board description lacks the timing parameter %s\n", name);
    exit(2);
  }
  return (int)strtol(value, NULL, 0);
}

bool config_fault(const config* c, const char* name) {
  char key[80];
  snprintf(key, sizeof key, "fault.%s", name);
  return config_text(c, key, NULL) != NULL;
}

const segment* config_segments(const config* c, size_t* count) {
  *count = c->segment_count;
  return c->segments;
}

uint32_t config_reset_value(const config* c, uint32_t address) {
  size_t low = 0, high = c->reset_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c->resets[middle].address < address)
      low = middle + 1;
    else
      high = middle;
  }
  return low < c->reset_count && c->resets[low].address == address ? c->resets[low].value : 0;
}

const symbol* config_function_at(const config* c, uint32_t address) {
  size_t low = 0, high = c->symbol_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (c->symbols[middle].address <= address)
      low = middle + 1;
    else
      high = middle;
  }
  for (size_t i = low; i-- > 0 && low - i < 8;) {
    const symbol* s = &c->symbols[i];
    uint32_t size = s->size ? s->size : 256;  // hand-written assembly often states none
    if (address - s->address < size) return s;
  }
  return NULL;
}

const symbol* config_function_named(const config* c, const char* name) {
  for (size_t i = 0; i < c->symbol_count; i++)
    if (strcmp(c->symbols[i].name, name) == 0) return &c->symbols[i];
  return NULL;
}
