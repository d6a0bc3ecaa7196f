/** Queries to begin with, from the lecture's questions. */

interface Example {
  query: string;
  finds: string;
}

export const EXAMPLES: readonly Example[] = [
  { query: "conv 3x3", finds: "convolutions with a 3 × 3 window" },
  { query: "params=max", finds: "the layer with the most parameters" },
  { query: "macs>5%", finds: "layers with more than 5 % of the network's MACs" },
  {
    query: "op:conv2d,linear params>1M",
    finds: "layers with more than a million parameters",
  },
  { query: "kernel=1 -shortcut", finds: "1 × 1 convolutions that are not on a shortcut" },
  { query: "stride>1", finds: "layers that downsample" },
  { query: "depthwise|grouped", finds: "convolutions whose channels do not all mix" },
  { query: "stage=3 memory>500KB", finds: "large outputs in stage 3" },
  { query: "size=7", finds: "layers at 7 × 7" },
];
