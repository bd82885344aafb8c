// SPDX-License-Identifier: Apache-2.0
#include "model_mutator.h"

#include <cstring>
#include <vector>

#include "tensorflow/lite/micro/model_verifier.h"
#include "tensorflow/lite/schema/schema_generated.h"

namespace {

struct Random {
  uint64_t state;

  uint32_t Next() {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>(state >> 33);
  }
  uint32_t Below(uint32_t limit) { return limit == 0 ? 0 : Next() % limit; }
};

// A place in the file and what stands there. Fields of one role can stand for each other.
struct Place {
  uint32_t position;
  uint8_t bytes;
  uint16_t role;
};

// Finds every field of a model that VerifyModel() accepts.
class Map {
 public:
  explicit Map(const uint8_t* data) : data_(data) { Table(Read<uint32_t>(0), "4CGsBiD", 1); }

  const std::vector<Place>& scalars() const { return scalars_; }
  const std::vector<Place>& offsets() const { return offsets_; }
  const std::vector<Place>& lengths() const { return lengths_; }
  const std::vector<Place>& slots() const { return slots_; }

 private:
  template <typename T>
  T Read(uint32_t position) const {
    T value;
    memcpy(&value, data_ + position, sizeof(T));
    return value;
  }

  uint32_t Field(uint32_t table, uint32_t field) {
    const uint32_t vtable = table - static_cast<uint32_t>(Read<int32_t>(table));
    const uint32_t entry = 4 + 2 * field;
    if (entry >= Read<uint16_t>(vtable)) return 0;
    slots_.push_back({vtable + entry, 2, 0});
    return Read<uint16_t>(vtable + entry);
  }

  // `rule` as in micro/model_verifier.cc; `kind` numbers the tables, so that a role is one of their fields.
  void Table(uint32_t table, const char* rule, uint16_t kind) {
    uint32_t options_type = 0;
    for (uint32_t f = 0; rule[f] != '\0'; ++f) {
      const uint32_t offset = Field(table, f);
      if (offset == 0 || rule[f] == '-') continue;
      const uint32_t at = table + offset;
      const uint16_t role = static_cast<uint16_t>(kind * 16 + f);
      if (kind == 7 && f == 3) options_type = data_[at];
      switch (rule[f]) {
        case '1':
        case '4':
        case '8':
          scalars_.push_back({at, static_cast<uint8_t>(rule[f] - '0'), role});
          continue;
        case 'b':
        case 's':
          Vector(at, 1, role);
          continue;
        case 'i':
          Vector(at, 4, role);
          continue;
        case 'q':
          Vector(at, 8, role);
          continue;
        case 'u':
          Options(at, options_type, role);
          continue;
        case 'z':
          offsets_.push_back({at, 4, role});
          Table(at + Read<uint32_t>(at), "iiiq1-4", 6);
          continue;
        case 'C':
          Tables(at, "1s44", 2, role);
          continue;
        case 'G':
          Tables(at, "TiiPs", 3, role);
          continue;
        case 'T':
          Tables(at, "i14sz14i1", 5, role);
          continue;
        case 'P':
          Tables(at, "4ii1ub1bi", 7, role);
          continue;
        case 'B':
          Tables(at, "b88", 8, role);
          continue;
        case 'D':
          Tables(at, "s4", 9, role);
          continue;
      }
    }
  }

  void Options(uint32_t at, uint32_t type, uint16_t role) {
    static const struct {
      uint32_t type;
      const char* rule;
    } kRules[] = {
#define RULE(TABLE, FIELDS) {tflite::BuiltinOptions_##TABLE, FIELDS},
        TFLITE_OPTIONS_TABLES(RULE)
#undef RULE
    };
    offsets_.push_back({at, 4, role});
    for (const auto& known : kRules) {
      if (known.type == type) Table(at + Read<uint32_t>(at), known.rule, static_cast<uint16_t>(64 + type));
    }
  }

  void Vector(uint32_t at, uint8_t bytes, uint16_t role) {
    offsets_.push_back({at, 4, role});
    const uint32_t start = at + Read<uint32_t>(at);
    lengths_.push_back({start, 4, role});
    const uint32_t count = Read<uint32_t>(start);
    // Long contents, such as weights, teach little: their ends do.
    for (uint32_t i = 0; i < count && i < 16; ++i) scalars_.push_back({start + 4 + i * bytes, bytes, role});
  }

  void Tables(uint32_t at, const char* rule, uint16_t kind, uint16_t role) {
    offsets_.push_back({at, 4, role});
    const uint32_t start = at + Read<uint32_t>(at);
    lengths_.push_back({start, 4, role});
    const uint32_t count = Read<uint32_t>(start);
    for (uint32_t i = 0; i < count; ++i) {
      const uint32_t element = start + 4 + 4 * i;
      offsets_.push_back({element, 4, static_cast<uint16_t>(kind * 16 + 15)});
      Table(element + Read<uint32_t>(element), rule, kind);
    }
  }

  const uint8_t* data_;
  std::vector<Place> scalars_;
  std::vector<Place> offsets_;
  std::vector<Place> lengths_;
  std::vector<Place> slots_;
};

uint64_t Interesting(Random& random) {
  static const int64_t kValues[] = {
      0,      1,     2,     3,          4,          5,       6,          7,   8,   9,   15,     16,
      17,     31,    32,    33,         64,         100,     127,        128, 255, 256, 0x7FFF, 0x8000,
      0xFFFF, 65537, 46341, 0x7FFFFFFF, 0x80000000, 0x10000, 0x40000000, -1,  -2,  -3,  -128,   -32768};
  // And floats: 1, 0, -1, NaN, infinity, the smallest and the largest, 1/256, 2^-31.
  static const uint32_t kFloats[] = {0x3F800000, 0x80000000, 0xBF800000, 0x7FC00000, 0x7F800000, 0x00000001,
                                     0x7F7FFFFF, 0x3B800000, 0x30000000, 0x4F000000, 0x3DCCCCCD, 0x00800000};
  if (random.Below(5) == 0) return kFloats[random.Below(sizeof(kFloats) / sizeof(kFloats[0]))];
  return static_cast<uint64_t>(kValues[random.Below(sizeof(kValues) / sizeof(kValues[0]))]);
}

const Place& Any(const std::vector<Place>& places, Random& random) {
  return places[random.Below(static_cast<uint32_t>(places.size()))];
}

// Another place of the same role as `place`, or itself.
const Place& Alike(const std::vector<Place>& places, const Place& place, Random& random) {
  const uint32_t begin = random.Below(static_cast<uint32_t>(places.size()));
  for (uint32_t i = 0; i < places.size(); ++i) {
    const Place& other = places[(begin + i) % places.size()];
    if (other.role == place.role && other.bytes == place.bytes && other.position != place.position)
      return other;
  }
  return place;
}

void ChangeScalar(uint8_t* data, const Map& map, Random& random) {
  const Place& place = Any(map.scalars(), random);
  uint64_t value = 0;
  memcpy(&value, data + place.position, place.bytes);
  switch (random.Below(5)) {
    case 0:
      value = Interesting(random);
      break;
    case 1:
      value += random.Below(9) - 4u;
      break;
    case 2:
      value ^= uint64_t{1} << random.Below(place.bytes * 8u);
      break;
    default: {
      const Place& other = Alike(map.scalars(), place, random);
      memcpy(&value, data + other.position, place.bytes);
    }
  }
  memcpy(data + place.position, &value, place.bytes);
}

void ChangeOffset(uint8_t* data, const Map& map, Random& random) {
  const Place& place = Any(map.offsets(), random);
  const Place& other =
      random.Below(8) == 0 ? Any(map.offsets(), random) : Alike(map.offsets(), place, random);
  uint32_t offset;
  memcpy(&offset, data + other.position, 4);
  // Offsets point forwards only.
  const int64_t target = int64_t{other.position} + offset - place.position;
  if (target <= 0) return;
  offset = static_cast<uint32_t>(target);
  memcpy(data + place.position, &offset, 4);
}

void ChangeLength(uint8_t* data, const Map& map, Random& random) {
  const Place& place = Any(map.lengths(), random);
  uint32_t length;
  memcpy(&length, data + place.position, 4);
  length = random.Below(4) == 0 ? static_cast<uint32_t>(Interesting(random)) : length + random.Below(3) - 1u;
  memcpy(data + place.position, &length, 4);
}

void DropField(uint8_t* data, const Map& map, Random& random) {
  const Place& place = Any(map.slots(), random);
  const Place& other = Any(map.slots(), random);
  uint16_t entry = 0;
  if (random.Below(3) == 0) memcpy(&entry, data + other.position, 2);
  memcpy(data + place.position, &entry, 2);
}

void ChangeBytes(uint8_t* data, size_t size, Random& random) {
  const size_t at = random.Below(static_cast<uint32_t>(size));
  const uint64_t value = Interesting(random);
  const size_t bytes = size - at < 4 ? 1 : size_t{1} << random.Below(3);
  if (random.Below(2) == 0) {
    data[at] = static_cast<uint8_t>(data[at] ^ (1u << random.Below(8)));
  } else {
    memcpy(data + at, &value, bytes);
  }
}

}  // namespace

size_t MutateModel(uint8_t* data, size_t size, size_t max_size, uint32_t seed) {
  Random random = {seed * 0x9E3779B97F4A7C15u + 1};
  if (size > max_size) size = max_size;
  if (size == 0) return 0;
  const uint32_t changes = 1 + random.Below(random.Below(4) == 0 ? 6 : 2);
  for (uint32_t i = 0; i < changes; ++i) {
    const uint32_t kind = random.Below(32);
    // A change may have broken the file, hence again for each.
    if (kind == 0 || tflite::VerifyModel(data, size) != kTfLiteOk) {
      ChangeBytes(data, size, random);
      if (random.Below(16) == 0) size = 1 + random.Below(static_cast<uint32_t>(size));
      continue;
    }
    const Map map(data);
    if (kind < 20 && !map.scalars().empty()) {
      ChangeScalar(data, map, random);
    } else if (kind < 26 && !map.offsets().empty()) {
      ChangeOffset(data, map, random);
    } else if (kind < 29 && !map.lengths().empty()) {
      ChangeLength(data, map, random);
    } else if (!map.slots().empty()) {
      DropField(data, map, random);
    }
  }
  return size;
}
