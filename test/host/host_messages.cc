// SPDX-License-Identifier: Apache-2.0
// Standard input: "read HEX", "stats FREQ MODE", "output BITS_OF_TIMER CAPACITY COUNT BITS...". Standard
// output: a request in words, what is wrong with it, or a message in hex.
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "host_message.h"

namespace {

float float_of(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

void print_hexadecimal(const uint8_t* bytes, size_t length) {
  for (size_t i = 0; i < length; ++i) std::printf("%02x", bytes[i]);
  std::puts(bytes == nullptr ? "does not fit" : "");
}

void read(const std::string& hexadecimal) {
  // Exactly as large as the message, so that the sanitizer sees a read past its end.
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i + 1 < hexadecimal.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoul(hexadecimal.substr(i, 2), nullptr, 16)));
  }
  host_message::Request request;
  const char* problem = host_message::read_request(bytes.data(), bytes.size(), &request);
  if (problem != nullptr) {
    std::printf("refused: %s\n", problem);
    return;
  }
  std::printf("command %d digit", static_cast<int>(request.command));
  for (size_t i = 0; i < request.digit_count; ++i) {
    uint32_t bits;
    std::memcpy(&bits, request.digit + 4 * i, 4);
    std::printf(" %u", bits);
  }
  std::puts("");
}

}  // namespace

int main() {
  char what[16];
  while (std::scanf("%15s", what) == 1) {
    std::vector<uint8_t> buffer(65536);
    size_t length = 0;
    if (std::strcmp(what, "read") == 0) {
      static char hexadecimal[1 << 16];
      if (std::scanf("%65535s", hexadecimal) != 1) return 1;
      read(std::strcmp(hexadecimal, "-") == 0 ? "" : hexadecimal);
    } else if (std::strcmp(what, "stats") == 0) {
      unsigned freq;
      int mode;
      if (std::scanf("%u %d", &freq, &mode) != 2) return 1;
      const uint8_t* message =
          host_message::build_stats(buffer.data(), buffer.size(), freq, static_cast<int8_t>(mode), &length);
      print_hexadecimal(message, message == nullptr ? 0 : length);
    } else {
      unsigned timer, capacity, count;
      if (std::scanf("%u %u %u", &timer, &capacity, &count) != 3) return 1;
      std::vector<float> outputs;
      for (unsigned i = 0, bits; i < count && std::scanf("%u", &bits) == 1; ++i)
        outputs.push_back(float_of(bits));
      buffer.resize(capacity);
      const uint8_t* message = host_message::build_inference_output(
          buffer.data(), buffer.size(), outputs.data(), outputs.size(), float_of(timer), &length);
      print_hexadecimal(message, message == nullptr ? 0 : length);
    }
  }
  return 0;
}
