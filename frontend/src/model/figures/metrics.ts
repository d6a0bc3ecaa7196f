/** The metrics that the diagram can be coloured by: source, name and format of each. */

import type { Item } from "../network/network";
import { exact, formatBytes, formatCount, formatMilliseconds, threeDigits } from "../text/format";
import {
  type Convention,
  countOperations,
  OPERATION_TITLES,
  OPERATION_UNITS,
  otherOperations,
} from "./operations";

export interface Figure {
  /** Short, for a control. */
  name: string;
  /** With the unit where the figure itself is written without. */
  title: string;
  /** A sentence for those who do not know the word. */
  meaning: string;
  /** Null where unknown, and for what the cost report does not know. */
  of: (item: Item) => number | null;
  /** Is a group's figure the sum over its layers? */
  summed: boolean;
  write: (value: number | null | undefined) => string;
  /** Every digit, with the unit. */
  exactly: (value: number | null | undefined) => string;
}

/** In the order of the toolbar and of lists. */
export const METRICS = [
  "memory",
  "params",
  "macs",
  "other_ops",
  "intensity",
  "bytes_moved",
  "receptive_field",
  "latency",
] as const;
export type Metric = (typeof METRICS)[number];

const inBytes = {
  write: formatBytes,
  exactly: (value: number | null | undefined) => exact(value, "bytes"),
};

const UNKNOWN = "unknown";

function known(value: number | null | undefined, text: (value: number) => string): string {
  return value === null || value === undefined ? UNKNOWN : text(value);
}

const FIXED: Record<Exclude<Metric, "macs" | "other_ops">, Figure> = {
  memory: {
    name: "Memory",
    title: "Activation memory",
    meaning: "Activation memory: the output of each layer",
    of: (item) => item.activation_bytes,
    summed: true,
    ...inBytes,
  },
  params: {
    name: "Parameters",
    title: "Parameters",
    meaning: "Learned values",
    of: (item) => item.params,
    summed: true,
    write: (value) => formatCount(value),
    exactly: (value) => exact(value, "parameters"),
  },
  intensity: {
    name: "Arithmetic intensity",
    title: "Arithmetic intensity, FLOPs per byte",
    meaning: "FLOPs (2 × MACs plus other operations) per byte read or written",
    of: (item) => item.intensity,
    summed: false,
    write: (value) => known(value, threeDigits),
    exactly: (value) =>
      known(value, (given) => exact(Number(given.toPrecision(6)), "FLOPs per byte")),
  },
  bytes_moved: {
    name: "Bytes moved",
    title: "Bytes moved",
    meaning: "Inputs, weights and outputs of each layer, each read or written once",
    of: (item) => item.bytes_moved,
    summed: true,
    ...inBytes,
  },
  receptive_field: {
    name: "Receptive field",
    title: "Receptive field, pixels along one side",
    meaning: "Input pixels that one output value depends on, along one side",
    of: (item) => item.receptiveField?.size ?? null,
    summed: false,
    write: (value) => known(value, (given) => exact(Math.round(given), "px")),
    exactly: (value) =>
      known(value, (given) => exact(given, "pixels of the input, along one side")),
  },
  latency: {
    name: "Latency",
    title: "Measured latency",
    meaning: "Measured time of each layer",
    of: () => null,
    summed: true,
    write: formatMilliseconds,
    exactly: (value) => exact(value, "ms"),
  },
};

/** The figure, with operations counted as asked. */
export function figureOf(name: Metric, convention: Convention): Figure {
  if (name === "macs")
    return {
      name: OPERATION_UNITS[convention],
      title: OPERATION_TITLES[convention],
      meaning: OPERATION_TITLES[convention],
      of: (item) => countOperations(item, convention),
      summed: true,
      write: (value) => formatCount(value),
      exactly: (value) => exact(value, OPERATION_UNITS[convention]),
    };
  if (name === "other_ops")
    return {
      name: "Other operations",
      title: "Other operations",
      meaning:
        convention === "pools"
          ? "Operations that are neither multiply-adds nor pooling, such as additions and comparisons"
          : "Operations other than multiply-adds, such as additions and comparisons",
      of: (item) => otherOperations(item, convention),
      summed: true,
      write: (value) => formatCount(value),
      exactly: (value) => exact(value, "operations"),
    };
  return FIXED[name];
}

/** What to write where an item has no such figure; a network is complete where all its operators are known. */
export function absent(name: Metric, item: Item, isComplete: boolean): string {
  if (name !== "receptive_field" || !isComplete) return UNKNOWN;
  // A vector, or one place of each channel: the image has come together.
  const { height, width } = item.output;
  const isOnePlace = (height ?? 1) * (width ?? 1) === 1;
  return isOnePlace ? "whole image" : "not a square";
}

/** The same of several items at once, for a legend. */
export function absentAnywhere(name: Metric, isComplete: boolean): string {
  return name === "receptive_field" && isComplete ? "whole image, or not a square" : UNKNOWN;
}
