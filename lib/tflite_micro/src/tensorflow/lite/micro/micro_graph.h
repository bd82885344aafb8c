// SPDX-License-Identifier: Apache-2.0
#ifndef TENSORFLOW_LITE_MICRO_MICRO_GRAPH_H_
#define TENSORFLOW_LITE_MICRO_MICRO_GRAPH_H_

#include <cstddef>

#include "tensorflow/lite/micro/compatibility.h"
#include "tensorflow/lite/micro/micro_common.h"

namespace tflite {

class MicroResourceVariables;

// What a control-flow operator may ask of the model's other subgraphs.
class MicroGraph {
 public:
  virtual ~MicroGraph() = default;
  virtual TfLiteStatus InvokeSubgraph(int subgraph_index) = 0;
  virtual size_t NumSubgraphInputs(int subgraph_index) = 0;
  virtual TfLiteEvalTensor* GetSubgraphInput(int subgraph_index, int input_index) = 0;
  virtual size_t NumSubgraphOutputs(int subgraph_index) = 0;
  virtual TfLiteEvalTensor* GetSubgraphOutput(int subgraph_index, int output_index) = 0;
  virtual int NumSubgraphs() = 0;
  virtual MicroResourceVariables* GetResourceVariables() = 0;

 private:
  TF_LITE_REMOVE_VIRTUAL_DELETE
};

}  // namespace tflite

#endif  // TENSORFLOW_LITE_MICRO_MICRO_GRAPH_H_
