// SPDX-License-Identifier: Apache-2.0
// Damages models and prepares and runs what is left of them, under the sanitizers: no input may do more than
// be refused. Arguments: number of mutations, seed, files. Prints how many models were refused by the
// verifier, by AllocateTensors, and how many ran.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "tensorflow/lite/micro/micro_interpreter.h"
#include "tensorflow/lite/micro/micro_mutable_op_resolver.h"
#include "tensorflow/lite/micro/model_verifier.h"

namespace {

std::vector<char> g_said;

struct Random {
  uint64_t state;
  uint32_t Next(uint32_t below) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    return static_cast<uint32_t>((state >> 33) % below);
  }
};

// What tends to break readers: ends of ranges, off by one, and the small numbers that offsets and counts are.
uint32_t Nasty(Random& random) {
  static const uint32_t kValues[] = {
      0,   1,      2,      3,      4,       7,          8,          127,        128,        255,
      256, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFC};
  return kValues[random.Next(sizeof(kValues) / sizeof(kValues[0]))];
}

void Mutate(std::vector<uint8_t>& model, const std::vector<uint32_t>& positions, Random& random) {
  const auto position = [&] { return positions[random.Next(static_cast<uint32_t>(positions.size()))]; };
  const uint32_t changes = 1 + random.Next(4);
  for (uint32_t i = 0; i < changes; ++i) {
    const size_t at = position();
    switch (random.Next(5)) {
      case 0:
        model[at] = static_cast<uint8_t>(model[at] ^ (1u << random.Next(8)));
        break;
      case 1:
        model[at] = static_cast<uint8_t>(Nasty(random));
        break;
      case 2: {
        const uint32_t value = Nasty(random);
        const size_t aligned = at & ~size_t{3};
        if (aligned + 4 <= model.size()) memcpy(&model[aligned], &value, 4);
        break;
      }
      case 3: {
        const size_t from = position() & ~size_t{3};
        const size_t to = at & ~size_t{3};
        if (from + 4 <= model.size() && to + 4 <= model.size()) memcpy(&model[to], &model[from], 4);
        break;
      }
      default: {
        const size_t aligned = at & ~size_t{3};
        uint32_t value;
        if (aligned + 4 > model.size()) break;
        memcpy(&value, &model[aligned], 4);
        value += random.Next(9) - 4;
        memcpy(&model[aligned], &value, 4);
      }
    }
  }
  if (random.Next(16) == 0) model.resize(random.Next(static_cast<uint32_t>(model.size())) + 1);
}

// The positions outside long constants: flipping weights teaches little.
std::vector<uint32_t> Positions(const std::vector<uint8_t>& bytes) {
  std::vector<bool> constant(bytes.size(), false);
  for (const tflite::Buffer* buffer : *tflite::GetModel(bytes.data())->buffers()) {
    if (buffer->data() == nullptr || buffer->data()->size() < 64) continue;
    const size_t begin = static_cast<size_t>(buffer->data()->Data() - bytes.data());
    for (size_t i = begin; i < begin + buffer->data()->size(); ++i) constant[i] = true;
  }
  std::vector<uint32_t> positions;
  for (uint32_t i = 0; i < bytes.size(); ++i) {
    if (!constant[i]) positions.push_back(i);
  }
  return positions;
}

// Products of shapes after a mutation can ask for hours of work: only small models are run.
bool SmallEnough(const tflite::Model& model) {
  const tflite::SubGraph& subgraph = *model.subgraphs()->Get(0);
  uint64_t work = 0;
  for (const tflite::Operator* op : *subgraph.operators()) {
    uint64_t product = 1;
    for (const auto* indices : {op->inputs(), op->outputs()}) {
      for (uint32_t i = 0; indices != nullptr && i < indices->size(); ++i) {
        if (indices->Get(i) < 0) continue;
        const auto* shape = subgraph.tensors()->Get(static_cast<uint32_t>(indices->Get(i)))->shape();
        uint64_t elements = 1;
        for (uint32_t d = 0; shape != nullptr && d < shape->size(); ++d)
          elements *= static_cast<uint64_t>(shape->Get(d));
        if (elements > product) product = elements;
      }
    }
    work += product;
  }
  return work < 400000;
}

}  // namespace

extern "C" void DebugLog(const char* text) { g_said.insert(g_said.end(), text, text + strlen(text)); }

int main(int argc, char** argv) {
  const int count = atoi(argv[1]);
  Random random = {strtoull(argv[2], nullptr, 10)};
  std::vector<std::vector<uint8_t>> seeds;
  std::vector<std::vector<uint32_t>> positions;
  for (int i = 3; i < argc; ++i) {
    FILE* file = fopen(argv[i], "rb");
    std::vector<uint8_t> bytes(8 << 20);
    bytes.resize(fread(bytes.data(), 1, bytes.size(), file));
    fclose(file);
    seeds.push_back(bytes);
    positions.push_back(Positions(bytes));
  }
  tflite::MicroMutableOpResolver<128> resolver;
#define ADD(METHOD) resolver.METHOD();
  HOST_RUNTIME_OPERATORS(ADD)
#undef ADD
  int unverified = 0, unprepared = 0, failed = 0, ran = 0, silent = 0;
  for (int n = 0; n < count; ++n) {
    const uint32_t seed = random.Next(static_cast<uint32_t>(seeds.size()));
    std::vector<uint8_t> bytes = seeds[seed];
    Mutate(bytes, positions[seed], random);
    if (FILE* file = fopen("last_mutation.tflite", "wb")) {
      fwrite(bytes.data(), 1, bytes.size(), file);
      fclose(file);
    }
    // Memory of exactly the model's and the arena's size: one byte too far is seen.
    void* model_memory = nullptr;
    void* arena = nullptr;
    constexpr size_t kArenaBytes = 32 << 10;
    if (posix_memalign(&model_memory, 16, bytes.size()) != 0 || posix_memalign(&arena, 16, kArenaBytes) != 0)
      abort();
    memcpy(model_memory, bytes.data(), bytes.size());
    memset(arena, 0, kArenaBytes);
    g_said.clear();
    const tflite::Model* model = tflite::GetVerifiedModel(model_memory, bytes.size());
    bool refused = true;
    if (model == nullptr) {
      ++unverified;
    } else {
      tflite::MicroInterpreter interpreter(model, resolver, static_cast<uint8_t*>(arena), kArenaBytes);
      if (interpreter.initialization_status() != kTfLiteOk || interpreter.AllocateTensors() != kTfLiteOk) {
        ++unprepared;
      } else {
        for (size_t i = 0; i < interpreter.inputs_size(); ++i)
          memset(interpreter.input(i)->data.data, 1, interpreter.input(i)->bytes);
        refused = SmallEnough(*model) && interpreter.Invoke() != kTfLiteOk;
        refused ? ++failed : ++ran;
      }
    }
    if (refused && g_said.empty()) ++silent;
    free(model_memory);
    free(arena);
  }
  remove("last_mutation.tflite");
  printf("unverified %d unprepared %d failed %d ran %d silent %d\n", unverified, unprepared, failed, ran,
         silent);
  return 0;
}
