/** Numbers in a query: "5%", "10M", "784KB", "3", "1x7", "none", compared with what a layer has. */

import { BYTES_PER_KB } from "../text/format";
import type { Relation } from "./grammar";
import type { SearchContext, SearchedLayer } from "./searched-layer";
import type { LayerPredicate } from "./words";

export type Unit = "count" | "bytes" | "ms" | "ratio";

/** One number, both sides of a window, or null where the layer has none or it is unknown. */
export type Quantity = number | readonly number[] | null;

export interface NumberField {
  type: "number";
  name: string;
  aliases: readonly string[];
  /** What it is, with its unit. */
  about: string;
  /** A relation and a value that make sense for it. */
  example: string;
  unit: Unit;
  of: (searched: SearchedLayer) => Quantity;
  /** The share of the network's total, 0 to 1; missing where a sum has no meaning. */
  share?: (searched: SearchedLayer) => number | null;
}

const THOUSANDS = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 } as const;

/** By unit, the suffixes of a number, in lower case. Bytes as the lecture counts: KB = 1024 bytes. */
const SUFFIXES: Record<Unit, Readonly<Record<string, number>>> = {
  count: THOUSANDS,
  bytes: Object.fromEntries(
    ["", "k", "m", "g", "t"].flatMap((prefix, power) =>
      [prefix, `${prefix}b`, ...(prefix ? [`${prefix}ib`] : [])].map((suffix) => [
        suffix,
        BYTES_PER_KB ** power,
      ]),
    ),
  ),
  ms: { "": 1, ms: 1, us: 1e-3, µs: 1e-3, μs: 1e-3, s: 1e3 },
  ratio: { "": 1 },
};

/** Measured or divided values are never written in full. */
const ROUNDED: readonly Unit[] = ["ms", "ratio"];

const HINTS: Record<Unit, string> = {
  count: "a number such as 64, 2.5k, 10M or 4G",
  bytes: "bytes such as 4096, 784KB, 2.5MB or 1GB",
  ms: "a time such as 0.5, 0.5ms or 120us",
  ratio: "a number such as 2.5",
};

const NONE = /^(none|unknown)$/;
const MOST = /^(max|most)$/;
const PAIR = /^(\d{1,9})[x×](\d{1,9})$/;
const NUMBER = /^(-?\d{1,18}(?:\.\d{0,9})?)([a-zµμ%]*)$/;

/** Either the test of one value, or a sentence about what is wrong with it. */
export function numberTest(
  field: NumberField,
  relation: Relation,
  value: string,
): LayerPredicate | string {
  const text = value.toLowerCase();
  if (NONE.test(text))
    return isOrdering(relation)
      ? `${value} cannot be compared with > or <: write ${field.name}=${text}.`
      : (searched) => field.of(searched) === null;
  if (MOST.test(text))
    return isOrdering(relation)
      ? `${value} cannot be compared with > or <: write ${field.name}=${text}.`
      : mostTest(field);
  const pair = PAIR.exec(text);
  if (pair) return pairTest(field, relation, value, pair.slice(1).map(Number));
  const [, digits, suffix = ""] = NUMBER.exec(text) ?? [];
  if (digits === undefined) return `${value} is not a number; ${allowed(field)}.`;
  if (suffix === "%") return shareTest(field, relation, digits);
  const factor = SUFFIXES[field.unit][suffix];
  if (factor === undefined) return `${suffix} is not a unit of ${field.name}; ${allowed(field)}.`;
  const rounded = suffix !== "" || ROUNDED.includes(field.unit);
  const slack = precision(digits, rounded) * factor;
  return comparing((searched) => field.of(searched), relation, Number(digits) * factor, slack);
}

function allowed(field: NumberField): string {
  const parts = [HINTS[field.unit]];
  if (field.share) parts.push("a share of the network such as 5%");
  if (isSided(field)) parts.push("height x width such as 1x7");
  parts.push("max", "none");
  const last = parts.pop();
  return `${field.name} takes ${parts.join(", ")} or ${last}`;
}

/** Fields of windows and images have two sides. */
export function isSided(field: NumberField): boolean {
  return SIDED.includes(field.name);
}

const SIDED: readonly string[] = ["size", "kernel", "stride", "padding", "dilation"];

function isOrdering(relation: Relation): boolean {
  return relation.startsWith(">") || relation.startsWith("<");
}

/** Is it the largest of all layers that are searched? Where nothing has any, none is. */
function mostTest(field: NumberField): LayerPredicate {
  const known = new WeakMap<SearchContext, number>();
  const largest = (quantity: Quantity) =>
    quantity === null || typeof quantity === "number" ? (quantity ?? 0) : Math.max(...quantity);
  const mostOf = (context: SearchContext) => {
    const most =
      known.get(context) ?? Math.max(0, ...context.layers.map((one) => largest(field.of(one))));
    known.set(context, most);
    return most;
  };
  return (searched) => {
    const most = mostOf(searched.context);
    return most > 0 && largest(field.of(searched)) === most;
  };
}

function pairTest(
  field: NumberField,
  relation: Relation,
  value: string,
  pair: readonly number[],
): LayerPredicate | string {
  if (!isSided(field))
    return `${field.name} is a single number, not height x width; ${allowed(field)}.`;
  if (isOrdering(relation))
    return `Height x width can only be compared with = or !=: ${field.name}=${value}.`;
  return (searched) => {
    const quantity = field.of(searched);
    return Array.isArray(quantity) && quantity.join("x") === pair.join("x");
  };
}

function shareTest(
  field: NumberField,
  relation: Relation,
  digits: string,
): LayerPredicate | string {
  const { share } = field;
  if (!share)
    return `${field.name} has no network total to take a percentage of; ${allowed(field)}.`;
  const slack = precision(digits, true) / 100;
  return comparing(share, relation, Number(digits) / 100, slack);
}

/** A number that is written rounded, such as 72.9M, equals all that are rounded to it; 64 is 64, and 0 is nothing. */
function precision(digits: string, rounded: boolean): number {
  const decimals = digits.split(".")[1]?.length ?? 0;
  if (Number(digits) === 0) return 0;
  return rounded || decimals > 0 ? 0.5 * 10 ** -decimals : 0;
}

/** Of two sides the longer is compared; both must be equal to one number. */
function comparing(
  of: (searched: SearchedLayer) => Quantity,
  relation: Relation,
  number: number,
  slack: number,
): LayerPredicate {
  const equal = (value: number) => Math.abs(value - number) <= slack;
  const one: Record<Relation, (value: number) => boolean> = {
    ":": equal,
    "=": equal,
    "!=": equal,
    ">": (value) => value > number,
    ">=": (value) => value >= number,
    "<": (value) => value < number,
    "<=": (value) => value <= number,
  };
  const holds = one[relation];
  const ordering = isOrdering(relation);
  return (searched) => {
    const quantity = of(searched);
    if (quantity === null) return false;
    if (typeof quantity === "number") return holds(quantity);
    return ordering ? holds(Math.max(...quantity)) : quantity.every(holds);
  };
}
