/** Operators' names as people write them. */

const NAMES: Record<string, string> = {
  adaptive_avg_pool2d: "AdaptiveAvgPool2d",
  add: "Add",
  avg_pool2d: "AvgPool2d",
  batch_norm2d: "BatchNorm2d",
  channel_affine: "ChannelAffine",
  channel_shuffle: "ChannelShuffle",
  concat: "Concat",
  conv2d: "Conv2d",
  dropout: "Dropout",
  flatten: "Flatten",
  gelu: "GELU",
  hardsigmoid: "Hardsigmoid",
  hardswish: "Hardswish",
  layer_norm: "LayerNorm",
  layer_scale: "LayerScale",
  linear: "Linear",
  local_response_norm: "LocalResponseNorm",
  max_pool2d: "MaxPool2d",
  multiply: "Multiply",
  narrow: "Narrow",
  permute: "Permute",
  radial_basis: "RadialBasis",
  relu: "ReLU",
  relu6: "ReLU6",
  scale: "Scale",
  sigmoid: "Sigmoid",
  silu: "SiLU",
  softmax: "Softmax",
  stochastic_depth: "StochasticDepth",
  tanh: "Tanh",
  zero_pad2d: "ZeroPad2d",
  zero_pad_channels: "ZeroPadChannels",
};

/** An operator nobody knows keeps the name it came with; that it is unknown is said beside it. */
export function operatorName(
  op: string,
  attributes: Readonly<Record<string, unknown>> = {},
): string {
  if (op !== "unknown") return NAMES[op] ?? op;
  return typeof attributes.type === "string" ? attributes.type : "Unknown";
}
