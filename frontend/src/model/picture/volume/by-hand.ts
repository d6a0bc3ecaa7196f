/** Networks for the tests of this folder: AlexNet's with the attributes that fixtures leave out, and random ones. */

import { ALEXNET_2012 } from "../../fixtures/reports";
import { buildNetwork, type Network, type Report, type ReportLayer } from "../../network/network";

function conv(kernel: number, stride: number, padding: number, groups: number, channels: number) {
  const both = (side: number) => [side, side];
  return {
    in_channels: channels,
    kernel_size: both(kernel),
    stride: both(stride),
    padding: both(padding),
    groups,
  };
}

/** As in explorer/catalog/families/alexnet.py. */
const ATTRIBUTES: Record<string, Record<string, unknown>> = {
  "stage1.conv1": conv(11, 4, 0, 1, 3),
  "stage1.norm1": { size: 5 },
  "stage2.conv2": conv(5, 1, 2, 2, 96),
  "stage2.norm2": { size: 5 },
  "stage3.conv3": conv(3, 1, 1, 1, 256),
  "stage4.conv4": conv(3, 1, 1, 2, 384),
  "stage5.conv5": conv(3, 1, 1, 2, 384),
};

export const TWO_LANES: Report = {
  ...ALEXNET_2012,
  layers: ALEXNET_2012.layers.map((layer) => ({
    ...layer,
    attributes: ATTRIBUTES[layer.path] ?? {},
  })),
};

const NOTHING = {
  params: 0,
  macs: 0,
  pooling_ops: 0,
  other_ops: 0,
  bytes_moved: 0,
  activation_bytes: 0,
};

export function layer(path: string, op: string, more: Partial<ReportLayer> = {}): ReportLayer {
  return {
    ...NOTHING,
    path,
    label: path.split(".").at(-1) ?? path,
    op,
    kind: op === "conv2d" ? "convolution" : "other",
    inputs: ["image"],
    output_shape: [1, 8, 4, 4],
    stored_bytes: 0,
    receptive_field: null,
    ...more,
  };
}

export function reportOf(layers: readonly ReportLayer[], input = [1, 3, 32, 32]): Report {
  const paths = new Set<string>();
  for (const { path } of layers)
    for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1))
      paths.add(path.slice(0, dot));
  const totals = { ...NOTHING, layers: layers.length, complete: true };
  const all = [...paths, ...layers.map((one) => one.path)];
  return {
    input_shape: input,
    totals,
    layers,
    groups: [...paths].map((path) => ({
      ...totals,
      path,
      label: path,
      kind: "block",
      children: all.filter((one) => one.slice(0, Math.max(0, one.lastIndexOf("."))) === path),
      repeat_of: null,
      source_name: null,
    })),
  };
}

/** Layers one behind the other. */
export function chain(...layers: readonly ReportLayer[]): ReportLayer[] {
  return layers.map((one, at) => ({ ...one, inputs: [layers[at - 1]?.path ?? "image"] }));
}

/** A generator of the same numbers every time (Mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SHAPES = [[64], [8, 30, 30], [512, 1, 1], [3, 200, 40], [1, 2, 2], [50, 96], [32, 7, 9]];

/** Layers that read one to three earlier ones, near ones more often, with outputs of all sorts. */
export function randomReport(seed: number, size: number): Report {
  const next = numbers(seed);
  const layers: ReportLayer[] = [];
  for (let index = 0; index < size; index += 1) {
    const reads = index === 0 ? 0 : 1 + Math.floor(next() ** 3 * 3);
    const inputs = Array.from({ length: reads }, () => {
      const back = 1 + Math.floor(next() ** 2 * Math.min(index, 9));
      return layers[Math.max(0, index - back)]?.path ?? "image";
    });
    const shape = SHAPES[Math.floor(next() * SHAPES.length)] ?? [1];
    const group = seed % 3 === 0 ? "" : `g${Math.floor(index / 12)}.h${Math.floor(index / 4)}.`;
    const groups = [1, 2, 3, 4][Math.floor(next() * 4)];
    layers.push(
      layer(`${group}l${index}`, next() < 0.5 ? "conv2d" : "relu", {
        inputs: inputs.length > 0 ? [...new Set(inputs)] : ["image"],
        output_shape: [1, ...shape],
        attributes: conv(3, 1, 1, groups ?? 1, 12),
      }),
    );
  }
  return reportOf(layers);
}

export function networkOf(report: Report, fold = false): Network {
  return buildNetwork(report, { fold });
}
