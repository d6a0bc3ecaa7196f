/** The fields of the search language; docs/search.md lists them for people. */

import { share } from "../figures/colour-scale";
import { countOperations, otherOperations } from "../figures/operations";
import { type Costs, memoryOf } from "../network/network";
import type { NumberField, Quantity } from "./numbers";
import { type EnclosingGroup, lastPart, type SearchedLayer } from "./searched-layer";

export interface TextField {
  type: "text";
  name: string;
  aliases: readonly string[];
  about: string;
  example: string;
  /** Lower case. */
  of: (searched: SearchedLayer) => readonly string[];
  /** Are the lecture's words, such as bn, understood? */
  concepts?: boolean;
  /** All values there are. */
  closed?: readonly string[];
}

export type Field = TextField | NumberField;

export const KINDS: readonly string[] = [
  "convolution",
  "linear",
  "pooling",
  "normalization",
  "activation",
  "merge",
  "other",
  "unknown",
];

function text(
  name: string,
  about: string,
  example: string,
  of: TextField["of"],
  more: Partial<TextField> = {},
): TextField {
  return { type: "text", name, aliases: [], about, example, of, ...more };
}

/** "stage3" is also stage "3". */
function partsOfKind(kind: string) {
  return ({ enclosing: groups }: SearchedLayer) =>
    groups
      .filter((group) => group.kind === kind)
      .flatMap(({ name, label }) => [name, label, name.replace(/^[a-z]+[-_]?/, "")]);
}

function namesOf({ path, name, label }: EnclosingGroup): string[] {
  return [path, name, label];
}

const TEXT_FIELDS: readonly TextField[] = [
  text("op", "the operator", "op:conv2d", ({ operators }) => operators, {
    aliases: ["operator", "type"],
    concepts: true,
  }),
  text("kind", "the kind of operator", "kind:pooling", kindOf, {
    closed: KINDS,
  }),
  text(
    "name",
    "the layer's name",
    "name=conv1",
    ({ layer }) => [layer.label.toLowerCase(), lastPart(layer.path).toLowerCase()],
    { aliases: ["label"] },
  ),
  text("path", "the layer's path", "path:block1.conv", ({ layer }) => [layer.path.toLowerCase()]),
  text("source", "its name in the reference implementation", "source:layer1.0", ({ layer }) =>
    layer.source_name ? [layer.source_name.toLowerCase()] : [],
  ),
  text(
    "in",
    "a group that contains it",
    "in:stage3",
    ({ enclosing: groups }) => groups.flatMap(namesOf),
    {
      aliases: ["group"],
    },
  ),
  text("stage", "the stage it belongs to, by number", "stage=3", partsOfKind("stage")),
  text("block", "the block it belongs to, by number", "block=1", partsOfKind("block")),
];

function kindOf({ layer }: SearchedLayer): string[] {
  return [layer.kind];
}

type Reading = (searched: SearchedLayer) => Quantity;

function number(
  name: string,
  about: string,
  example: string,
  of: Reading,
  more: Partial<NumberField> = {},
): NumberField {
  return { type: "number", name, aliases: [], about, example, unit: "count", of, ...more };
}

/** A cost whose sum over the layers is the network's. */
function cost(
  name: string,
  about: string,
  example: string,
  count: (of: Costs, searched: SearchedLayer) => number | null,
  more: Partial<NumberField> = {},
): NumberField {
  return number(name, about, example, (searched) => count(searched.item, searched), {
    share: (searched) =>
      share(count(searched.item, searched), count(searched.context.totals, searched)),
    ...more,
  });
}

function attribute(name: string): Reading {
  return ({ layer }) => {
    const value = layer.attributes?.[name];
    if (typeof value === "number") return value;
    const isSides = Array.isArray(value) && value.every((side) => typeof side === "number");
    return isSides ? (value as number[]) : null;
  };
}

function sizeOf({ shape: { height, width } }: SearchedLayer): Quantity {
  return height === null ? null : [height, width ?? height];
}

const NUMBER_FIELDS: readonly NumberField[] = [
  cost("macs", "multiply-adds", "macs>5%", (of) => countOperations(of, "macs")),
  cost("flops", "2 × MACs", "flops>1G", (of) => countOperations(of, "flops")),
  cost(
    "operations",
    "operations, counted as chosen on the page",
    "operations>5%",
    (of, { context }) => countOperations(of, context.convention),
    { aliases: ["ops"] },
  ),
  cost("params", "learned values", "params>1M", (of) => of.params, {
    aliases: ["parameters", "weights"],
  }),
  number("memory", "output size in bytes", "memory>1MB", ({ item }) => memoryOf(item), {
    aliases: ["activations"],
    unit: "bytes",
    // An output in its input's memory is not part of the total.
    share: ({ item, context }) => share(item.activation_bytes, context.totals.activation_bytes),
  }),
  cost(
    "other",
    "operations other than MACs",
    "other>1M",
    (of, { context }) => otherOperations(of, context.convention),
    { aliases: ["other_ops"] },
  ),
  cost("moved", "bytes read and written", "moved>10MB", (of) => of.bytes_moved, {
    aliases: ["bytes_moved"],
    unit: "bytes",
  }),
  number("intensity", "FLOPs per byte moved", "intensity<10", ({ item }) => item.intensity, {
    unit: "ratio",
  }),
  number(
    "rf",
    "receptive field in pixels",
    "rf>100",
    ({ item }) => item.receptiveField?.size ?? null,
    { aliases: ["receptive_field"] },
  ),
  number("latency", "measured latency in milliseconds", "latency>5%", ({ latency }) => latency, {
    unit: "ms",
    share: ({ latency, context }) => share(latency, context.latency),
  }),
  number(
    "live",
    "bytes of activations live while the layer runs",
    "live>90%",
    ({ layer }) => layer.live_bytes ?? null,
    {
      unit: "bytes",
      share: ({ layer, context }) => share(layer.live_bytes, context.totals.peak_activation_bytes),
    },
  ),
  number(
    "channels",
    "output channels, or features of a vector",
    "channels>=512",
    ({ shape }) => shape.channels,
    { aliases: ["out_channels", "filters", "features"] },
  ),
  number("in_channels", "input channels", "in_channels=3", ({ inChannels }) => inChannels, {
    aliases: ["in_features"],
  }),
  number("size", "output height and width", "size=7", sizeOf, { aliases: ["resolution"] }),
  number("height", "output height", "height>28", ({ shape }) => shape.height),
  number("width", "output width", "width>28", ({ shape }) => shape.width),
  number("kernel", "kernel size", "kernel=3", attribute("kernel_size"), {
    aliases: ["kernel_size"],
  }),
  number("stride", "step of the window in pixels", "stride=2", attribute("stride")),
  number("padding", "padding around the input", "padding=1", attribute("padding"), {
    aliases: ["pad"],
  }),
  number("dilation", "spacing between kernel elements", "dilation>1", attribute("dilation")),
  number("groups", "groups of channels convolved separately", "groups>1", attribute("groups")),
];

export const FIELDS: readonly Field[] = [...TEXT_FIELDS, ...NUMBER_FIELDS];

const BY_NAME = new Map(
  FIELDS.flatMap((field) => [field.name, ...field.aliases].map((name) => [name, field] as const)),
);

export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name.toLowerCase());
}

/** Every name that a field can be called by. */
export const FIELD_NAMES: readonly string[] = [...BY_NAME.keys()];
