// SPDX-License-Identifier: Apache-2.0
// Damages valid requests in every way that a line can, and reads them; built with sanitizers, which see any
// access outside of the message. Arguments: number of rounds, seed; standard input: the requests in hex, a
// line each.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "host_message.h"

namespace {

std::vector<uint8_t> bytes_of(const std::string& hexadecimal) {
  std::vector<uint8_t> bytes;
  for (size_t i = 0; i + 1 < hexadecimal.size(); i += 2) {
    bytes.push_back(static_cast<uint8_t>(std::stoul(hexadecimal.substr(i, 2), nullptr, 16)));
  }
  return bytes;
}

void damage(std::vector<uint8_t>* message, std::mt19937* random) {
  const auto below = [random](size_t limit) { return limit == 0 ? 0 : (*random)() % limit; };
  for (size_t times = 1 + below(4); times > 0 && !message->empty(); --times) {
    // Offsets stand at the beginning: most of the damage goes there.
    const size_t at = below(below(2) != 0 ? message->size() : std::min<size_t>(message->size(), 64));
    switch (below(5)) {
      case 0:
        (*message)[at] = static_cast<uint8_t>((*random)());
        break;
      case 1:
        (*message)[at] ^= static_cast<uint8_t>(1u << below(8));
        break;
      case 2:
        message->resize(at);
        break;
      case 3:
        message->erase(message->begin() + static_cast<std::ptrdiff_t>(at));
        break;
      default: {
        const uint32_t extremes[] = {
            0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFC, static_cast<uint32_t>(message->size())};
        const uint32_t value = extremes[below(sizeof(extremes) / sizeof(extremes[0]))];
        if (at + 4 <= message->size()) std::memcpy(message->data() + at, &value, 4);
      }
    }
  }
}

}  // namespace

int main(int, char** arguments) {
  std::vector<std::vector<uint8_t>> requests;
  for (std::string line; std::getline(std::cin, line);) requests.push_back(bytes_of(line));
  std::mt19937 random(static_cast<uint32_t>(std::atoi(arguments[2])));
  size_t accepted = 0, refused = 0;
  float sum = 0;
  for (int round = std::atoi(arguments[1]); round > 0; --round) {
    std::vector<uint8_t> message = requests[random() % requests.size()];
    damage(&message, &random);
    const std::unique_ptr<uint8_t[]> exact(new uint8_t[message.size()]);
    if (!message.empty()) std::memcpy(exact.get(), message.data(), message.size());
    host_message::Request request;
    if (host_message::read_request(exact.get(), message.size(), &request) != nullptr) {
      ++refused;
      continue;
    }
    ++accepted;
    for (size_t i = 0; i < request.digit_count; ++i) {
      float value;
      std::memcpy(&value, request.digit + 4 * i, 4);
      sum += value;
    }
  }
  std::printf("accepted %zu refused %zu\n", accepted, refused);
  return sum == -1.0f ? 3 : 0;
}
