// SPDX-License-Identifier: GPL-2.0-only
// Encodings: ARMv7-M ARM, A6.4 and A7.7. Loads, stores and moves between registers are Unicorn's.
#include "cpu/double_precision.h"

#include "cpu/float64.h"

typedef struct {
  cpu* c;
  uint32_t code, fpscr;
  float_mode mode;
} run;

static bool bit(uint32_t code, int n) { return code >> n & 1; }
static uint32_t field(uint32_t code, int low, int count) { return code >> low & ((1u << count) - 1); }

static uint64_t get_double(const run* r, uint32_t d) {
  uint32_t low = cpu_get(r->c, (cpu_register)(CPU_S0 + (int)(2 * d)));
  return (uint64_t)cpu_get(r->c, (cpu_register)(CPU_S0 + (int)(2 * d) + 1)) << 32 | low;
}

static void set_double(const run* r, uint32_t d, uint64_t value) {
  cpu_set(r->c, (cpu_register)(CPU_S0 + (int)(2 * d)), (uint32_t)value);
  cpu_set(r->c, (cpu_register)(CPU_S0 + (int)(2 * d) + 1), (uint32_t)(value >> 32));
}

static uint32_t get_single(const run* r, uint32_t s) {
  return cpu_get(r->c, (cpu_register)(CPU_S0 + (int)s));
}
static void set_single(const run* r, uint32_t s, uint32_t v) {
  cpu_set(r->c, (cpu_register)(CPU_S0 + (int)s), v);
}

// The fields Vd, Vn and Vm, and the bit that makes a single's number of them or must be 0 for a double.
static uint32_t vd(const run* r) { return field(r->code, 12, 4); }
static uint32_t vn(const run* r) { return field(r->code, 16, 4); }
static uint32_t vm(const run* r) { return field(r->code, 0, 4); }
static bool high_d(const run* r) { return bit(r->code, 22); }
static bool high_n(const run* r) { return bit(r->code, 7); }
static bool high_m(const run* r) { return bit(r->code, 5); }
static uint32_t single_d(const run* r) { return vd(r) << 1 | high_d(r); }
static uint32_t single_m(const run* r) { return vm(r) << 1 | high_m(r); }

static bool three_operands(run* r) {
  if (high_d(r) || high_n(r) || high_m(r)) return false;
  uint64_t d, n = get_double(r, vn(r)), m = get_double(r, vm(r));
  float_mode* mode = &r->mode;
  bool op = bit(r->code, 6);
  switch (field(r->code, 20, 4) & 11) {
    case 0:  // VMLA, VMLS
      d = float64_multiply(mode, n, m);
      d = float64_add(mode, get_double(r, vd(r)), op ? float64_negate(d) : d);
      break;
    case 1:  // VNMLS, VNMLA
      d = float64_multiply(mode, n, m);
      d = float64_add(mode, float64_negate(get_double(r, vd(r))), op ? float64_negate(d) : d);
      break;
    case 2:  // VMUL, VNMUL
      d = float64_multiply(mode, n, m);
      if (op) d = float64_negate(d);
      break;
    case 3:  // VADD, VSUB
      d = op ? float64_subtract(mode, n, m) : float64_add(mode, n, m);
      break;
    case 8:
      if (op) return false;
      d = float64_divide(mode, n, m);
      break;
    case 9:  // VFNMS, VFNMA
      d = float64_negate(get_double(r, vd(r)));
      d = float64_multiply_add(mode, d, op ? float64_negate(n) : n, m);
      break;
    default:  // VFMA, VFMS
      d = float64_multiply_add(mode, get_double(r, vd(r)), op ? float64_negate(n) : n, m);
      break;
  }
  set_double(r, vd(r), d);
  return true;
}

static uint64_t immediate(uint32_t i) {
  uint64_t sign = i >> 7 & 1, high = i >> 6 & 1;
  uint64_t exponent = (high ? 0x3FCu : 0x400u) | (i >> 4 & 3);
  return sign << 63 | exponent << 52 | (uint64_t)(i & 15) << 48;
}

static bool half_conversion(run* r) {
  int shift = bit(r->code, 7) ? 16 : 0;
  if (!bit(r->code, 16)) {
    if (high_d(r)) return false;
    uint32_t half = get_single(r, single_m(r)) >> shift & 0xFFFF;
    set_double(r, vd(r), float_convert(&r->mode, kHalf, kDouble, half));
  } else {
    if (high_m(r)) return false;
    uint32_t half = (uint32_t)float_convert(&r->mode, kDouble, kHalf, get_double(r, vm(r)));
    uint32_t other = get_single(r, single_d(r)) & ~(0xFFFFu << shift);
    set_single(r, single_d(r), other | half << shift);
  }
  return true;
}

static bool compare(run* r) {
  bool with_zero = bit(r->code, 16);
  if (high_d(r) || (!with_zero && high_m(r))) return false;
  uint64_t m = with_zero ? 0 : get_double(r, vm(r));
  uint32_t flags = float64_compare(&r->mode, get_double(r, vd(r)), m, bit(r->code, 7));
  r->fpscr = (r->fpscr & ~(15u << 28)) | flags;
  return true;
}

static bool round_to_integer(run* r, rounding how, bool exact) {
  if (high_d(r) || high_m(r)) return false;
  r->mode.rounding = how;
  set_double(r, vd(r), float64_round_to_integer(&r->mode, get_double(r, vm(r)), exact));
  return true;
}

static bool to_integer(run* r, rounding how, bool is_signed) {
  if (high_m(r)) return false;
  r->mode.rounding = how;
  set_single(r, single_d(r), float64_to_fixed(&r->mode, get_double(r, vm(r)), 32, 0, is_signed));
  return true;
}

static bool fixed_point(run* r) {
  if (high_d(r)) return false;
  int bits = bit(r->code, 7) ? 32 : 16;
  int fraction = bits - (int)(field(r->code, 0, 4) << 1 | bit(r->code, 5));
  bool is_signed = !bit(r->code, 16);
  if (fraction < 0) return false;
  uint64_t value = get_double(r, vd(r));
  if (bit(r->code, 18)) {
    r->mode.rounding = ROUND_ZERO;
    uint32_t fixed = float64_to_fixed(&r->mode, value, bits, fraction, is_signed);
    set_double(r, vd(r), is_signed ? (uint64_t)(int64_t)(int32_t)fixed : fixed);
  } else {
    set_double(r, vd(r), float64_from_fixed((uint32_t)value, bits, fraction, is_signed));
  }
  return true;
}

static bool between_single_and_double(run* r) {
  if (bit(r->code, 8)) {
    if (high_m(r)) return false;
    set_single(r, single_d(r), (uint32_t)float_convert(&r->mode, kDouble, kSingle, get_double(r, vm(r))));
  } else {
    if (high_d(r)) return false;
    set_double(r, vd(r), float_convert(&r->mode, kSingle, kDouble, get_single(r, single_m(r))));
  }
  return true;
}

static bool one_operand(run* r) {
  uint32_t operation = field(r->code, 16, 4);
  bool second = bit(r->code, 7);
  if (operation == 7 && second) return between_single_and_double(r);
  if (!bit(r->code, 8)) return false;
  switch (operation) {
    case 0:
    case 1: {
      if (high_d(r) || high_m(r)) return false;
      uint64_t m = get_double(r, vm(r));
      if (operation == 0)  // VMOV, VABS
        m = second ? float64_absolute(m) : m;
      else  // VNEG, VSQRT
        m = second ? float64_square_root(&r->mode, m) : float64_negate(m);
      set_double(r, vd(r), m);
      return true;
    }
    case 2:
    case 3:
      return half_conversion(r);
    case 4:
    case 5:
      return compare(r);
    case 6:  // VRINTR, VRINTZ
      return round_to_integer(r, second ? ROUND_ZERO : r->mode.rounding, false);
    case 7:  // VRINTX
      return round_to_integer(r, r->mode.rounding, true);
    case 8:  // from an integer
      if (high_d(r)) return false;
      set_double(r, vd(r), float64_from_fixed(get_single(r, single_m(r)), 32, 0, second));
      return true;
    case 12:
    case 13:  // VCVT, VCVTR
      return to_integer(r, second ? ROUND_ZERO : r->mode.rounding, operation == 13);
    case 10:
    case 11:
    case 14:
    case 15:
      return fixed_point(r);
    default:
      return false;
  }
}

static bool condition_holds(const run* r, uint32_t which) {
  uint32_t flags = cpu_get(r->c, CPU_XPSR);
  bool n = flags >> 31 & 1, z = flags >> 30 & 1, v = flags >> 28 & 1;
  const bool results[4] = {z, v, n == v, !z && n == v};  // EQ, VS, GE, GT
  return results[which];
}

// What FPv5 added, in the space without a condition.
static bool unconditional(run* r) {
  static const rounding kModes[4] = {ROUND_AWAY, ROUND_EVEN, ROUND_UP, ROUND_DOWN};
  if (!bit(r->code, 8)) return false;
  if (!bit(r->code, 23)) {  // VSEL
    if (bit(r->code, 6) || high_d(r) || high_n(r) || high_m(r)) return false;
    set_double(r, vd(r), get_double(r, condition_holds(r, field(r->code, 20, 2)) ? vn(r) : vm(r)));
    return true;
  }
  if (field(r->code, 20, 2) == 0) {
    if (high_d(r) || high_n(r) || high_m(r)) return false;
    uint64_t n = get_double(r, vn(r)), m = get_double(r, vm(r));
    set_double(r, vd(r), bit(r->code, 6) ? float64_minimum(&r->mode, n, m) : float64_maximum(&r->mode, n, m));
    return true;
  }
  if (field(r->code, 20, 2) != 3 || !bit(r->code, 6) || !bit(r->code, 19)) return false;
  rounding how = kModes[field(r->code, 16, 2)];
  if (!bit(r->code, 18)) return !bit(r->code, 7) && round_to_integer(r, how, false);
  return to_integer(r, how, bit(r->code, 7));
}

static bool execute(run* r) {
  if (r->code >> 24 == 0xFE) return unconditional(r);
  if ((field(r->code, 20, 4) & 11) == 11) {
    if (bit(r->code, 6)) return one_operand(r);
    if (!bit(r->code, 8) || high_d(r)) return false;
    set_double(r, vd(r), immediate(field(r->code, 16, 4) << 4 | field(r->code, 0, 4)));
    return true;
  }
  return bit(r->code, 8) && three_operands(r);
}

bool double_precision_execute(cpu* c, uint32_t code) {
  // Data processing of coprocessors 10 and 11; of 10 only VCVT.F64.F32 has a double.
  if ((code & 0xEF000E10) != 0xEE000A00) return false;
  uint32_t fpscr = cpu_get(c, CPU_FPSCR);
  run r = {c, code, fpscr, float_mode_of(fpscr)};
  if (!execute(&r)) return false;
  r.fpscr |= r.mode.flags;
  if (r.fpscr != fpscr) cpu_set(c, CPU_FPSCR, r.fpscr);
  return true;
}
