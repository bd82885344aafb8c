// SPDX-License-Identifier: GPL-2.0-only
// Arithmetic of doubles as the ARMv7-M ARM's pseudocode has it (FPAdd, FPMul, FPMulAdd, ...).
#pragma once

#include "cpu/float_format.h"

uint64_t float64_add(float_mode* mode, uint64_t a, uint64_t b);
uint64_t float64_subtract(float_mode* mode, uint64_t a, uint64_t b);
uint64_t float64_multiply(float_mode* mode, uint64_t a, uint64_t b);
uint64_t float64_divide(float_mode* mode, uint64_t a, uint64_t b);
uint64_t float64_square_root(float_mode* mode, uint64_t a);
// addend + a * b, rounded once
uint64_t float64_multiply_add(float_mode* mode, uint64_t addend, uint64_t a, uint64_t b);
uint64_t float64_maximum(float_mode* mode, uint64_t a, uint64_t b);
uint64_t float64_minimum(float_mode* mode, uint64_t a, uint64_t b);
// N, Z, C and V in bits 31 to 28. `signal`: a quiet NaN is invalid too.
uint32_t float64_compare(float_mode* mode, uint64_t a, uint64_t b, bool signal);
// To a whole number of the same format. `exact`: says when it was none.
uint64_t float64_round_to_integer(float_mode* mode, uint64_t a, bool exact);
// To an integer of `bits` bits with `fraction` of them behind the point, saturated.
uint32_t float64_to_fixed(float_mode* mode, uint64_t a, int bits, int fraction, bool is_signed);
uint64_t float64_from_fixed(uint32_t value, int bits, int fraction, bool is_signed);
uint64_t float_convert(float_mode* mode, float_format from, float_format to, uint64_t bits);

static inline uint64_t float64_negate(uint64_t a) { return a ^ (uint64_t)1 << 63; }
static inline uint64_t float64_absolute(uint64_t a) { return a & ~((uint64_t)1 << 63); }
