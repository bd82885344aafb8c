// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MOCK_MICRO_GRAPH_H_
#define TENSORFLOW_LITE_MICRO_MOCK_MICRO_GRAPH_H_

#include "tensorflow/lite/micro/micro_graph.h"

namespace tflite {

// A graph of subgraphs that do nothing but count: each has one input and one output, which are one tensor of
// two floats.
class MockMicroGraph : public MicroGraph {
 public:
  static constexpr int kMaxSubgraphs_ = 10;

  MockMicroGraph() {
    tensor_.type = kTfLiteFloat32;
    tensor_.dims = reinterpret_cast<TfLiteIntArray*>(dims_);
    tensor_.data.f = values_;
  }

  TfLiteStatus InvokeSubgraph(int subgraph_index) override {
    ++invoke_counts_[subgraph_index];
    return kTfLiteOk;
  }
  size_t NumSubgraphInputs(int) override { return 1; }
  TfLiteEvalTensor* GetSubgraphInput(int, int) override { return &tensor_; }
  size_t NumSubgraphOutputs(int) override { return 1; }
  TfLiteEvalTensor* GetSubgraphOutput(int, int) override { return &tensor_; }
  int NumSubgraphs() override { return kMaxSubgraphs_; }
  MicroResourceVariables* GetResourceVariables() override { return nullptr; }

  int get_invoke_count(int subgraph_idx) const { return invoke_counts_[subgraph_idx]; }

 private:
  int invoke_counts_[kMaxSubgraphs_] = {};
  int dims_[2] = {1, 2};
  float values_[2] = {};
  TfLiteEvalTensor tensor_ = {};

  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MOCK_MICRO_GRAPH_H_
