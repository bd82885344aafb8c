// SPDX-License-Identifier: Apache-2.0
#include "tensorflow/lite/micro/subgraph_calls.h"

#include "tensorflow/lite/micro/micro_log.h"
#include "tensorflow/lite/micro/optional_parts.h"
#include "tensorflow/lite/schema/schema_utils.h"

namespace tflite {
namespace {

constexpr int kMaxSteps = 1 << 28;

uint32_t Count(const Model& model) { return model.subgraphs()->size(); }

// Steps of the subgraph's operators, as far as those of the subgraphs that they run are known.
int64_t AllSteps(const Model& model, uint32_t subgraph, const SubgraphSpan* spans) {
  int64_t steps = 0;
  for (const Operator* op : *model.subgraphs()->Get(subgraph)->operators()) {
    const SubgraphCalls calls = CallsOf(model, *op);
    ++steps;
    for (int i = 0; i < calls.count; ++i) steps += spans[calls[i]].steps + 1;
  }
  return steps;
}

}  // namespace

SubgraphCalls CallsOf(const Model& model, const Operator& op) {
  struct Rule {
    int16_t code;
    uint8_t options;
    uint8_t count;
  };
  static constexpr Rule kRules[] = {{BuiltinOperator_IF, BuiltinOptions_IfOptions, 2},
                                    {BuiltinOperator_WHILE, BuiltinOptions_WhileOptions, 2},
                                    {BuiltinOperator_CALL_ONCE, BuiltinOptions_CallOnceOptions, 1}};
  const BuiltinOperator code = GetBuiltinCode(model.operator_codes()->Get(op.opcode_index()));
  for (const Rule& rule : kRules) {
    if (code != rule.code) continue;
    const auto* options = op.OptionsAs<flatbuffers::Table>(static_cast<BuiltinOptions>(rule.options));
    if (options == nullptr) return {1, {-1, -1}, false};
    // The subgraphs are the first fields of each of these tables.
    return {rule.count,
            {options->GetField<int32_t>(4, 0), options->GetField<int32_t>(6, 0)},
            code == BuiltinOperator_WHILE};
  }
  return {0, {0, 0}, false};
}

NodeSteps StepsOf(const Model& model, const Operator& op, const SubgraphSpan* spans, int begin) {
  NodeSteps steps = {begin, begin, begin, begin};
  const SubgraphCalls calls = CallsOf(model, op);
  for (int i = 0; i < calls.count; ++i) {
    // Inputs are copied to the subgraph before it runs, and its outputs are copied after it. A loop keeps
    // its state in the outputs from the beginning on.
    if (!calls.repeat) steps.inputs_end = steps.end;
    steps.end += 1 + spans[calls[i]].steps;
    if (!calls.repeat && i == 0) steps.outputs_begin = steps.end;
  }
  return steps;
}

TfLiteStatus CheckSubgraphCalls(const Model& model) {
  const uint32_t count = Count(model);
  // How many levels of subgraphs are below each. In a circle it grows without end.
  uint8_t depth[kMaxSubgraphs] = {};
  for (bool grown = true; grown;) {
    grown = false;
    for (uint32_t s = 0; s < count; ++s) {
      const auto& operators = *model.subgraphs()->Get(s)->operators();
      for (uint32_t i = 0; i < operators.size(); ++i) {
        const SubgraphCalls calls = CallsOf(model, *operators[i]);
        for (int c = 0; c < calls.count; ++c) {
          if (calls[c] <= 0 || calls[c] >= static_cast<int32_t>(count)) {
            MicroPrintf("operator %u of subgraph %u runs subgraph %d, which it cannot: there are %u",
                        static_cast<unsigned>(i), static_cast<unsigned>(s), static_cast<int>(calls[c]),
                        static_cast<unsigned>(count));
            return kTfLiteError;
          }
          if (depth[calls[c]] < depth[s]) continue;
          depth[s] = static_cast<uint8_t>(depth[calls[c]] + 1);
          grown = true;
          if (depth[s] > kMaxSubgraphDepth) {
            MicroPrintf("subgraph %u runs itself by way of others, or more than %d levels of them",
                        static_cast<unsigned>(s), kMaxSubgraphDepth);
            return kTfLiteError;
          }
        }
      }
    }
  }
  return kTfLiteOk;
}

SubgraphSpan* MakeSpans(const Model& model, MicroAllocator& allocator) {
  const uint32_t count = Count(model);
  auto* spans = reinterpret_cast<SubgraphSpan*>(
      allocator.AllocateTemp(count * sizeof(SubgraphSpan), alignof(SubgraphSpan)));
  if (spans == nullptr) return nullptr;
  for (uint32_t s = 0; s < count; ++s) spans[s] = {0, -1, -1};
  // Both loops end: calls have no circle, so that what depends on nothing is right after the first round,
  // what depends on that after the second.
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t s = 0; s < count; ++s) {
      const int64_t steps = AllSteps(model, s, spans);
      if (steps > kMaxSteps) {
        MicroPrintf("subgraph %u runs other subgraphs so often that its steps cannot be counted",
                    static_cast<unsigned>(s));
        return nullptr;
      }
      if (steps == spans[s].steps) continue;
      spans[s].steps = static_cast<int>(steps);
      changed = true;
    }
  }
  spans[0].first = spans[0].last = 0;
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t s = 0; s < count; ++s) {
      if (spans[s].first < 0) continue;
      int step = 0;
      for (const Operator* op : *model.subgraphs()->Get(s)->operators()) {
        const SubgraphCalls calls = CallsOf(model, *op);
        ++step;
        for (int c = 0; c < calls.count; ++c) {
          SubgraphSpan& called = spans[calls[c]];
          const int first = spans[s].first + step;
          const int last = spans[s].last + step;
          if (called.first < 0 || first < called.first) {
            called.first = first;
            changed = true;
          }
          if (last > called.last) {
            called.last = last;
            changed = true;
          }
          step += called.steps + 1;
        }
      }
    }
  }
  return spans;
}

void EnableSubgraphs() {
  static constexpr OptionalParts::Subgraphs kSubgraphs = {CallsOf, StepsOf, CheckSubgraphCalls, MakeSpans};
  optional_parts.subgraphs = &kSubgraphs;
}

}  // namespace tflite
