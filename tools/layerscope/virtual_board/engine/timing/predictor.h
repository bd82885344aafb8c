// SPDX-License-Identifier: GPL-2.0-only
// Branch prediction: a BTAC with direction counters and a return stack. Its organisation is not documented;
// the parameters are in the board's file.
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "timing/instruction.h"

typedef enum { PREDICTED, PREDICTED_AT_DECODE, MISPREDICTED } prediction;

typedef struct {
  struct btac_entry {
    uint32_t pc, target;
  } * btac;
  uint32_t btac_entries, victim;
  uint8_t* counters;
  uint32_t counter_count, history, history_bits;
  uint32_t returns[16], return_top, return_entries;
} predictor;

void predictor_init(predictor* p, const config* c);
void predictor_forget(predictor* p);
// The branch at `pc` (its next instruction is at `fall_through`) went to `target`.
prediction predictor_resolve(predictor* p, branch_kind kind, uint32_t pc, uint32_t fall_through,
                             uint32_t target);
