# SPDX-License-Identifier: Apache-2.0
"""The schema's options tables (version 3): which belongs to which operator, and the fields of each.

One description for all: the reader reads by it, and the writer of test models writes by it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    name: str
    index: int
    """Position in the table."""
    kind: str
    """i, f, ?: a number, a float, a boolean. +: a number of at least 1. padding, activation, mirror, type:
    members of an enumeration. b: any byte. v: a vector of numbers. s: a string."""
    default: int = 0

    @property
    def camel(self) -> str:
        """The field's name in the accessors that FlatBuffers generates."""
        return "".join(part.capitalize() for part in self.name.split("_"))


@dataclass(frozen=True)
class OptionsTable:
    tag: int
    """Member of the union BuiltinOptions."""
    name: str
    fields: tuple[Field, ...]


def _table(tag: int, name: str, fields: str = "") -> OptionsTable:
    described = []
    for index, text in enumerate(fields.split()):
        if text == "-":  # a field that nobody reads
            continue
        field, kind = text.split(":")
        kind, _, default = kind.partition("=")
        described.append(Field(field, index, kind, int(default or 0)))
    return OptionsTable(tag, name, tuple(described))


_ACTIVATION = "fused_activation_function:activation"
_STRIDES = "padding:padding stride_w:+ stride_h:+"
_DILATION = "dilation_w_factor:+=1 dilation_h_factor:+=1"

_CONV = _table(1, "Conv2DOptions", f"{_STRIDES} {_ACTIVATION} {_DILATION} quantized_bias_type:type")
_DEPTHWISE = _table(2, "DepthwiseConv2DOptions", f"{_STRIDES} depth_multiplier:i {_ACTIVATION} {_DILATION}")
_POOL = _table(5, "Pool2DOptions", f"{_STRIDES} filter_width:+ filter_height:+ {_ACTIVATION}")
_FULLY_CONNECTED = _table(
    8,
    "FullyConnectedOptions",
    f"{_ACTIVATION} weights_format:b keep_num_dims:? asymmetric_quantize_inputs:? quantized_bias_type:type",
)
_LSTM = _table(
    71,
    "UnidirectionalSequenceLSTMOptions",
    f"{_ACTIVATION} cell_clip:f proj_clip:f time_major:? asymmetric_quantize_inputs:? "
    "diagonal_recurrent_tensors:?",
)
_STRIDED_SLICE = _table(
    32,
    "StridedSliceOptions",
    "begin_mask:i end_mask:i ellipsis_mask:i new_axis_mask:i shrink_axis_mask:i offset:?",
)
_REDUCER = _table(27, "ReducerOptions", "keep_dims:?")
_MAXIMUM_MINIMUM = _table(39, "MaximumMinimumOptions")

OPTIONS_TABLES: dict[str, OptionsTable | None] = {
    "ABS": _table(78, "AbsOptions"),
    "ADD": _table(11, "AddOptions", f"{_ACTIVATION} pot_scale_int16:?=1"),
    "ADD_N": _table(82, "AddNOptions"),
    "ARG_MAX": _table(40, "ArgMaxOptions", "output_type:type"),
    "ARG_MIN": _table(57, "ArgMinOptions", "output_type:type"),
    "ASSIGN_VARIABLE": _table(113, "AssignVariableOptions"),
    "AVERAGE_POOL_2D": _POOL,
    "BATCH_MATMUL": _table(101, "BatchMatMulOptions", "adj_x:? adj_y:? asymmetric_quantize_inputs:?"),
    "BATCH_TO_SPACE_ND": _table(24, "BatchToSpaceNDOptions"),
    "BROADCAST_ARGS": None,
    "BROADCAST_TO": _table(104, "BroadcastToOptions"),
    "CALL_ONCE": _table(103, "CallOnceOptions", "init_subgraph_index:i"),
    "CAST": _table(37, "CastOptions", "in_data_type:type out_data_type:type"),
    "CEIL": None,
    "CONCATENATION": _table(10, "ConcatenationOptions", f"axis:i {_ACTIVATION}"),
    "CONV_2D": _CONV,
    "COS": _table(84, "CosOptions"),
    "CUMSUM": _table(102, "CumsumOptions", "exclusive:? reverse:?"),
    "DEPTHWISE_CONV_2D": _DEPTHWISE,
    "DEPTH_TO_SPACE": _table(94, "DepthToSpaceOptions", "block_size:i"),
    "DEQUANTIZE": _table(38, "DequantizeOptions"),
    "DIV": _table(29, "DivOptions", _ACTIVATION),
    "ELU": None,
    "EMBEDDING_LOOKUP": None,
    "EQUAL": _table(53, "EqualOptions"),
    "EXP": _table(33, "ExpOptions"),
    "EXPAND_DIMS": _table(52, "ExpandDimsOptions"),
    "FILL": _table(68, "FillOptions"),
    "FLOOR": None,
    "FULLY_CONNECTED": _FULLY_CONNECTED,
    "GATHER": _table(23, "GatherOptions", "axis:i batch_dims:i"),
    "GATHER_ND": _table(83, "GatherNdOptions"),
    "GREATER": _table(44, "GreaterOptions"),
    "GREATER_EQUAL": _table(45, "GreaterEqualOptions"),
    "HARD_SWISH": _table(91, "HardSwishOptions"),
    "IF": _table(92, "IfOptions", "then_subgraph_index:i else_subgraph_index:i"),
    "L2_NORMALIZATION": _table(12, "L2NormOptions", _ACTIVATION),
    "L2_POOL_2D": _POOL,
    "LEAKY_RELU": _table(75, "LeakyReluOptions", "alpha:f"),
    "LESS": _table(41, "LessOptions"),
    "LESS_EQUAL": _table(46, "LessEqualOptions"),
    "LOG": None,
    "LOGICAL_AND": _table(62, "LogicalAndOptions"),
    "LOGICAL_NOT": _table(63, "LogicalNotOptions"),
    "LOGICAL_OR": _table(60, "LogicalOrOptions"),
    "LOGISTIC": None,
    "LOG_SOFTMAX": _table(36, "LogSoftmaxOptions"),
    "MAXIMUM": _MAXIMUM_MINIMUM,
    "MAX_POOL_2D": _POOL,
    "MEAN": _REDUCER,
    "MINIMUM": _MAXIMUM_MINIMUM,
    "MIRROR_PAD": _table(77, "MirrorPadOptions", "mode:mirror"),
    "MUL": _table(21, "MulOptions", _ACTIVATION),
    "NEG": _table(42, "NegOptions"),
    "NOT_EQUAL": _table(54, "NotEqualOptions"),
    "PACK": _table(59, "PackOptions", "values_count:i axis:i"),
    "PAD": _table(22, "PadOptions"),
    "PADV2": _table(43, "PadV2Options"),
    "PRELU": None,
    "QUANTIZE": _table(89, "QuantizeOptions"),
    "READ_VARIABLE": _table(112, "ReadVariableOptions"),
    "REDUCE_MAX": _REDUCER,
    "REDUCE_MIN": _REDUCER,
    "RELU": None,
    "RELU6": None,
    "RESHAPE": _table(17, "ReshapeOptions", "new_shape:v"),
    "RESIZE_BILINEAR": _table(15, "ResizeBilinearOptions", "- - align_corners:? half_pixel_centers:?"),
    "RESIZE_NEAREST_NEIGHBOR": _table(
        74, "ResizeNearestNeighborOptions", "align_corners:? half_pixel_centers:?"
    ),
    "ROUND": None,
    "RSQRT": None,
    "SELECT_V2": _table(98, "SelectV2Options"),
    "SHAPE": _table(55, "ShapeOptions", "out_type:type"),
    "SIN": None,
    "SLICE": _table(48, "SliceOptions"),
    "SOFTMAX": _table(9, "SoftmaxOptions", "beta:f"),
    "SPACE_TO_BATCH_ND": _table(25, "SpaceToBatchNDOptions"),
    "SPACE_TO_DEPTH": _table(19, "SpaceToDepthOptions", "block_size:i"),
    "SPLIT": _table(35, "SplitOptions", "num_splits:i"),
    "SPLIT_V": _table(79, "SplitVOptions", "num_splits:i"),
    "SQRT": None,
    "SQUARE": _table(66, "SquareOptions"),
    "SQUARED_DIFFERENCE": _table(76, "SquaredDifferenceOptions"),
    "SQUEEZE": _table(30, "SqueezeOptions", "squeeze_dims:v"),
    "STRIDED_SLICE": _STRIDED_SLICE,
    "SUB": _table(28, "SubOptions", f"{_ACTIVATION} pot_scale_int16:?=1"),
    "SUM": _REDUCER,
    "SVDF": _table(6, "SVDFOptions", f"rank:i {_ACTIVATION} asymmetric_quantize_inputs:?"),
    "TANH": None,
    "TRANSPOSE": _table(26, "TransposeOptions"),
    "TRANSPOSE_CONV": _table(
        49, "TransposeConvOptions", f"{_STRIDES} {_ACTIVATION} quantized_bias_type:type"
    ),
    "UNIDIRECTIONAL_SEQUENCE_LSTM": _LSTM,
    "UNPACK": _table(64, "UnpackOptions", "num:i axis:i"),
    "VAR_HANDLE": _table(111, "VarHandleOptions", "container:s shared_name:s"),
    "WHILE": _table(93, "WhileOptions", "cond_subgraph_index:i body_subgraph_index:i"),
    "ZEROS_LIKE": _table(67, "ZerosLikeOptions"),
}
"""Operator -> its options table; None where the schema has none for it."""
