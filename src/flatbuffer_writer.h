// SPDX-License-Identifier: Apache-2.0
// Writes a FlatBuffers message from its end to its beginning into a buffer of fixed size.
#ifndef LAYERSCOPE_FLATBUFFER_WRITER_H_
#define LAYERSCOPE_FLATBUFFER_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

// Positions are counted from the buffer's end, as FlatBuffers does: they do not change while the message
// grows downward.
class FlatbufferWriter {
 public:
  FlatbufferWriter(uint8_t* buffer, size_t capacity) : buffer_(buffer), capacity_(capacity) {}

  bool overflowed() const { return overflowed_; }
  size_t length() const { return size_; }
  const uint8_t* start() const { return buffer_ + capacity_ - size_; }

  size_t vector_of_floats(const float* values, size_t count) {
    align(4, 4 * count);
    for (size_t i = count; i > 0; --i) put(values[i - 1]);
    put(static_cast<uint32_t>(count));
    return size_;
  }

  void table_begin() {
    table_end_ = size_;
    for (size_t& field : fields_) field = 0;
  }

  // A field at its default is left out.
  template <typename T>
  void field(size_t slot, T value, T default_value) {
    if (value == default_value) return;
    align(sizeof(T), 0);
    put(value);
    fields_[slot] = size_;
  }

  void field_offset(size_t slot, size_t position) {
    align(4, 0);
    put(static_cast<uint32_t>(size_ + 4 - position));
    fields_[slot] = size_;
  }

  size_t table_finish() {
    align(4, 0);
    put(int32_t{0});  // the distance to the virtual table, known below
    const size_t table = size_;
    size_t slots = kMaxSlots;
    while (slots > 0 && fields_[slots - 1] == 0) --slots;
    for (size_t slot = slots; slot > 0; --slot) {
      const size_t position = fields_[slot - 1];
      put(static_cast<uint16_t>(position == 0 ? 0 : table - position));
    }
    put(static_cast<uint16_t>(table - table_end_));
    put(static_cast<uint16_t>(4 + 2 * slots));
    if (!overflowed_) {
      const int32_t distance = static_cast<int32_t>(size_ - table);
      std::memcpy(buffer_ + capacity_ - table, &distance, sizeof(distance));
    }
    return table;
  }

  void finish(size_t root) {
    align(4, 4);
    put(static_cast<uint32_t>(size_ + 4 - root));
  }

 private:
  static constexpr size_t kMaxSlots = 4;

  // Pads so that after `ahead` more bytes the position is a multiple of `alignment`, a power of two.
  void align(size_t alignment, size_t ahead) {
    while (!overflowed_ && ((size_ + ahead) & (alignment - 1)) != 0) put(uint8_t{0});
  }

  template <typename T>
  void put(T value) {
    if (overflowed_ || sizeof(T) > capacity_ - size_) {
      overflowed_ = true;
      return;
    }
    size_ += sizeof(T);
    std::memcpy(buffer_ + capacity_ - size_, &value, sizeof(T));
  }

  uint8_t* buffer_;
  size_t capacity_;
  size_t size_ = 0;
  size_t table_end_ = 0;
  size_t fields_[kMaxSlots] = {};
  bool overflowed_ = false;
};

#endif  // LAYERSCOPE_FLATBUFFER_WRITER_H_
