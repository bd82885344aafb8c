// SPDX-License-Identifier: Apache-2.0
#include "host_message.h"

#include <cstring>

#include "flatbuffer_writer.h"

namespace host_message {
namespace {

// The schema's field order.
constexpr size_t kCommandsCmd = 0, kCommandsStats = 1, kCommandsInput = 2, kCommandsOuput = 3;
constexpr size_t kStatsVersion = 0, kStatsFreq = 1, kStatsMode = 2;
constexpr size_t kInputDigit = 0;
constexpr size_t kOutputF = 0, kOutputTimerMs = 2;

// Bounds-checked access to a message. A position is an index into it; kNowhere stands for whatever is absent
// or broken.
class Reader {
 public:
  static constexpr size_t kNowhere = SIZE_MAX;

  Reader(const uint8_t* bytes, size_t length) : bytes_(bytes), length_(length) {}

  bool broken() const { return broken_; }

  // Follows the unsigned offset at `at`.
  size_t follow(size_t at) {
    uint32_t offset;
    if (!read(at, &offset)) return kNowhere;
    if (offset > length_ - at) return mark_broken();
    return at + offset;
  }

  // The position of a table's field of `bytes` bytes.
  size_t field(size_t table, size_t slot, size_t bytes) {
    int32_t distance;
    if (!read(table, &distance)) return kNowhere;
    const int64_t virtual_table = static_cast<int64_t>(table) - distance;
    if (virtual_table < 0 || virtual_table > static_cast<int64_t>(length_)) return mark_broken();
    const size_t at = static_cast<size_t>(virtual_table);
    uint16_t virtual_table_bytes, table_bytes;
    if (!read(at, &virtual_table_bytes) || !read(at + 2, &table_bytes)) return kNowhere;
    if (virtual_table_bytes < 4 || virtual_table_bytes > length_ - at) return mark_broken();
    if (table_bytes < 4 || table_bytes > length_ - table) return mark_broken();
    if (4 + 2 * slot + 2 > virtual_table_bytes) return kNowhere;
    uint16_t offset;
    if (!read(at + 4 + 2 * slot, &offset) || offset == 0) return kNowhere;
    if (offset < 4 || offset + bytes > table_bytes) return mark_broken();
    return table + offset;
  }

  size_t child(size_t table, size_t slot) {
    const size_t at = field(table, slot, 4);
    return at == kNowhere ? kNowhere : follow(at);
  }

  template <typename T>
  bool read(size_t at, T* value) {
    if (at > length_ || sizeof(T) > length_ - at) {
      broken_ = true;
      return false;
    }
    std::memcpy(value, bytes_ + at, sizeof(T));
    return true;
  }

 private:
  size_t mark_broken() {
    broken_ = true;
    return kNowhere;
  }

  const uint8_t* bytes_;
  size_t length_;
  bool broken_ = false;
};

constexpr const char kDamaged[] = "an offset points outside of the message";

}  // namespace

const char* read_request(const uint8_t* bytes, size_t length, Request* request) {
  *request = {Command::kGetStats, nullptr, 0};
  Reader reader(bytes, length);
  const size_t root = reader.follow(0);
  if (root == Reader::kNowhere || root < 4) return kDamaged;
  const size_t cmd_at = reader.field(root, kCommandsCmd, 1);
  int8_t cmd = 0;
  if (cmd_at != Reader::kNowhere && !reader.read(cmd_at, &cmd)) return kDamaged;
  if (reader.broken()) return kDamaged;
  if (cmd != static_cast<int8_t>(Command::kGetStats) &&
      cmd != static_cast<int8_t>(Command::kInferenceInput)) {
    return "its cmd is neither 0 (GET_STATS) nor 1 (INFERENCE_INPUT)";
  }
  request->command = static_cast<Command>(cmd);
  if (request->command == Command::kGetStats) return nullptr;

  const size_t input = reader.child(root, kCommandsInput);
  const size_t digit = input == Reader::kNowhere ? input : reader.child(input, kInputDigit);
  if (reader.broken()) return kDamaged;
  if (digit == Reader::kNowhere) return "INFERENCE_INPUT without a digit";
  uint32_t count;
  if (!reader.read(digit, &count) || count > (length - digit - 4) / 4) return kDamaged;
  request->digit = bytes + digit + 4;
  request->digit_count = count;
  return nullptr;
}

const uint8_t* build_stats(uint8_t* buffer, size_t capacity, uint32_t freq, int8_t mode, size_t* length) {
  FlatbufferWriter writer(buffer, capacity);
  writer.table_begin();
  writer.field<uint32_t>(kStatsFreq, freq, 0);
  writer.field<uint8_t>(kStatsVersion, kVersion, 0);
  writer.field<int8_t>(kStatsMode, mode, 0);
  const size_t stats = writer.table_finish();
  writer.table_begin();
  writer.field<int8_t>(kCommandsCmd, static_cast<int8_t>(Command::kGetStats), 0);
  writer.field_offset(kCommandsStats, stats);
  writer.finish(writer.table_finish());
  *length = writer.length();
  return writer.overflowed() ? nullptr : writer.start();
}

const uint8_t* build_inference_output(uint8_t* buffer, size_t capacity, const float* outputs, size_t count,
                                      float timer_ms, size_t* length) {
  FlatbufferWriter writer(buffer, capacity);
  const size_t output_f = writer.vector_of_floats(outputs, count);
  writer.table_begin();
  writer.field<float>(kOutputTimerMs, timer_ms, 0.0f);
  writer.field_offset(kOutputF, output_f);
  const size_t output = writer.table_finish();
  writer.table_begin();
  writer.field<int8_t>(kCommandsCmd, static_cast<int8_t>(Command::kInferenceOutput), 0);
  writer.field_offset(kCommandsOuput, output);
  writer.finish(writer.table_finish());
  *length = writer.length();
  return writer.overflowed() ? nullptr : writer.start();
}

}  // namespace host_message
