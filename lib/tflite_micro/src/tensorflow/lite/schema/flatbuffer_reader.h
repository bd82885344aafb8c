// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_SCHEMA_FLATBUFFER_READER_H_
#define TENSORFLOW_LITE_SCHEMA_FLATBUFFER_READER_H_

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

// Reads FlatBuffers in place, with the official library's names. It follows the offsets it finds, so what it
// reads must have been verified (micro/model_verifier.h) if it comes from outside. Format:
// https://flatbuffers.dev/internals

namespace flatbuffers {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "a flatbuffer is read in place: little-endian machines only");

using uoffset_t = uint32_t;
using soffset_t = int32_t;
using voffset_t = uint16_t;

// An element that stands elsewhere in the buffer.
template <typename T>
struct Offset {
  uoffset_t o;
};

// memcpy: the compiler makes one load of it, and it may be misaligned (a buffer on 4 bytes holds int64).
template <typename T>
T ReadScalar(const void* p) {
  T value;
  memcpy(&value, p, sizeof(T));
  return value;
}

// Not inlined, for size.
__attribute__((noinline)) inline const void* TargetOfElement(const void* vector, uoffset_t i) {
  const uint8_t* p = static_cast<const uint8_t*>(vector) + sizeof(uoffset_t) + i * sizeof(uoffset_t);
  return p + ReadScalar<uoffset_t>(p);
}

template <typename T>
class Vector {
 public:
  using return_type = T;
  using value_type = T;

  uoffset_t size() const { return ReadScalar<uoffset_t>(this); }
  uoffset_t Length() const { return size(); }
  const uint8_t* Data() const { return reinterpret_cast<const uint8_t*>(this) + sizeof(uoffset_t); }
  const T* data() const { return reinterpret_cast<const T*>(Data()); }
  T Get(uoffset_t i) const { return ReadScalar<T>(Data() + i * sizeof(T)); }
  T operator[](uoffset_t i) const { return Get(i); }
  const T* begin() const { return data(); }
  const T* end() const { return data() + size(); }
};

template <typename T>
class Vector<Offset<T>> {
 public:
  using return_type = const T*;

  uoffset_t size() const { return ReadScalar<uoffset_t>(this); }
  uoffset_t Length() const { return size(); }
  const T* Get(uoffset_t i) const { return static_cast<const T*>(TargetOfElement(this, i)); }
  const T* operator[](uoffset_t i) const { return Get(i); }

  class iterator {
   public:
    iterator(const Vector* vector, uoffset_t i) : vector_(vector), i_(i) {}
    const T* operator*() const { return vector_->Get(i_); }
    iterator& operator++() {
      ++i_;
      return *this;
    }
    bool operator!=(const iterator& other) const { return i_ != other.i_; }

   private:
    const Vector* vector_;
    uoffset_t i_;
  };
  iterator begin() const { return iterator(this, 0); }
  iterator end() const { return iterator(this, size()); }
};

// Terminated by a zero that size() does not count.
class String : public Vector<char> {
 public:
  const char* c_str() const { return data(); }
};

// A table's fields are found through its vtable; `field` is the position in it: 4 for the first, 6 for the
// second, ...
class Table {
 public:
  voffset_t GetOptionalFieldOffset(voffset_t field) const {
    const uint8_t* vtable = Bytes() - ReadScalar<soffset_t>(this);
    return field < ReadScalar<voffset_t>(vtable) ? ReadScalar<voffset_t>(vtable + field) : 0;
  }

  bool CheckField(voffset_t field) const { return GetOptionalFieldOffset(field) != 0; }

  template <typename T>
  T GetField(voffset_t field, T default_value) const {
    if constexpr (std::is_integral<T>::value && sizeof(T) == sizeof(uint32_t)) {
      return static_cast<T>(Word(field, static_cast<uint32_t>(default_value)));
    } else if constexpr (std::is_integral<T>::value && sizeof(T) == sizeof(uint8_t)) {
      return static_cast<T>(Byte(field, static_cast<uint8_t>(default_value)));
    } else {
      const voffset_t offset = GetOptionalFieldOffset(field);
      return offset == 0 ? default_value : ReadScalar<T>(Bytes() + offset);
    }
  }

  // The table, vector or string that the field refers to; null when it is absent.
  template <typename T>
  const T* GetPointer(voffset_t field) const {
    return static_cast<const T*>(Target(field));
  }

 private:
  // Every accessor of every type calls these three: inlined in all of them they took half a kilobyte more.
  __attribute__((noinline)) const void* Target(voffset_t field) const {
    const voffset_t offset = GetOptionalFieldOffset(field);
    if (offset == 0) return nullptr;
    const uint8_t* p = Bytes() + offset;
    return p + ReadScalar<uoffset_t>(p);
  }
  __attribute__((noinline)) uint32_t Word(voffset_t field, uint32_t default_value) const {
    const voffset_t offset = GetOptionalFieldOffset(field);
    return offset == 0 ? default_value : ReadScalar<uint32_t>(Bytes() + offset);
  }
  __attribute__((noinline)) uint8_t Byte(voffset_t field, uint8_t default_value) const {
    const voffset_t offset = GetOptionalFieldOffset(field);
    return offset == 0 ? default_value : Bytes()[offset];
  }

  const uint8_t* Bytes() const { return reinterpret_cast<const uint8_t*>(this); }
};

template <typename T>
const T* GetRoot(const void* buffer) {
  const uint8_t* p = static_cast<const uint8_t*>(buffer);
  return reinterpret_cast<const T*>(p + ReadScalar<uoffset_t>(p));
}

inline bool BufferHasIdentifier(const void* buffer, const char* identifier) {
  return memcmp(static_cast<const char*>(buffer) + sizeof(uoffset_t), identifier, 4) == 0;
}

}  // namespace flatbuffers

#endif  // TENSORFLOW_LITE_SCHEMA_FLATBUFFER_READER_H_
