/** Words of a query without a field, and the concepts that the lecture has words for, such as "fc" or "depthwise". */

import type { SearchedLayer } from "./searched-layer";

export type LayerPredicate = (searched: SearchedLayer) => boolean;

const DIGIT = /\d/;

/** What makes a number at the end of a word another one: 10, 2d, and the stack 1-3. */
const GOES_ON = /^(\d|d(?![a-z])|-\d)/;

/**
 * Does the text contain the piece? A number in it is a whole number: conv1 is not found in conv10, nor conv2 in conv2d.
 */
export function contains(text: string, piece: string): boolean {
  const first = DIGIT.test(piece[0] ?? "");
  const last = DIGIT.test(piece.at(-1) ?? "");
  for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + 1)) {
    const end = at + piece.length;
    if (first && DIGIT.test(text[at - 1] ?? "")) continue;
    if (last && GOES_ON.test(text.slice(end, end + 2))) continue;
    return true;
  }
  return false;
}

function attribute(searched: SearchedLayer, name: string): unknown {
  return searched.layer.attributes?.[name];
}

function sides(searched: SearchedLayer, name: string): readonly number[] {
  const value = attribute(searched, name);
  if (typeof value === "number") return [value];
  return Array.isArray(value) ? value.filter((side) => typeof side === "number") : [];
}

function convolutionGroups(searched: SearchedLayer): number {
  const groups = attribute(searched, "groups");
  return searched.layer.op === "conv2d" && typeof groups === "number" ? groups : 1;
}

function isOperator(...names: readonly string[]): LayerPredicate {
  return ({ layer }) => names.includes(layer.op);
}

interface Concept {
  words: readonly string[];
  about: string;
  test: LayerPredicate;
}

/** What people call layers that no name in the network says. */
export const CONCEPTS: readonly Concept[] = [
  {
    words: ["fc", "fully-connected", "fully connected", "dense layer"],
    about: "fully connected: linear layers",
    test: isOperator("linear"),
  },
  { words: ["bn"], about: "batch normalization", test: isOperator("batch_norm2d") },
  { words: ["ln"], about: "layer normalization", test: isOperator("layer_norm") },
  {
    words: ["lrn"],
    about: "local response normalization",
    test: isOperator("local_response_norm"),
  },
  {
    words: ["pool", "pooling"],
    about: "maximum and average pooling",
    test: ({ layer }) => layer.kind === "pooling",
  },
  {
    words: ["gap"],
    about: "global average pooling",
    test: isOperator("adaptive_avg_pool2d"),
  },
  {
    words: ["nonlinearity"],
    about: "ReLU and other activations",
    test: ({ layer }) => layer.kind === "activation",
  },
  { words: ["swish"], about: "SiLU, also called swish", test: isOperator("silu") },
  {
    words: ["depthwise", "dw"],
    about: "convolutions with one filter per channel",
    test: (searched) =>
      convolutionGroups(searched) > 1 && convolutionGroups(searched) === searched.inChannels,
  },
  {
    words: ["pointwise", "pw"],
    about: "1 × 1 convolutions",
    test: (searched) =>
      searched.layer.op === "conv2d" && sides(searched, "kernel_size").join() === "1,1",
  },
  {
    words: ["grouped"],
    about: "grouped convolutions, including depthwise ones",
    test: (searched) => convolutionGroups(searched) > 1,
  },
  {
    words: ["dilated", "atrous"],
    about: "layers with dilation greater than 1",
    test: (searched) => sides(searched, "dilation").some((side) => side > 1),
  },
  {
    words: ["strided"],
    about: "layers with stride greater than 1",
    test: (searched) => sides(searched, "stride").some((side) => side > 1),
  },
  {
    words: ["shortcut", "skip", "projection"],
    about: "layers on a shortcut path",
    test: ({ enclosing: groups }) => groups.some((group) => group.kind === "shortcut"),
  },
  { words: ["residual"], about: "additions that end a residual block", test: isOperator("add") },
];

const BY_WORD = new Map(
  CONCEPTS.flatMap((concept) => concept.words.map((word) => [word, concept.test] as const)),
);

/** The lecture's meaning of a word, if it has one. */
export function conceptTest(word: string): LayerPredicate | undefined {
  return BY_WORD.get(word);
}

const WINDOW = /^(\d{1,4})[x×](\d{1,4})$/;
const WINDOWED_WORD = /^([a-z]+)[-_]?(\d{1,4}[x×]\d{1,4})$/;

function windowTest(word: string): LayerPredicate | undefined {
  const [, height, width] = WINDOW.exec(word) ?? [];
  if (height === undefined || width === undefined) return undefined;
  const wanted = `${Number(height)},${Number(width)}`;
  return (searched) => {
    const [first, second = first] = sides(searched, "kernel_size");
    return `${first},${second}` === wanted;
  };
}

/** "conv3x3": the word and the window. */
function windowedWordTest(word: string): LayerPredicate | undefined {
  const [, name, window] = WINDOWED_WORD.exec(word) ?? [];
  if (name === undefined || window === undefined) return undefined;
  const isNamed = wordTest(name);
  const hasWindow = wordTest(window);
  return (searched) => isNamed(searched) && hasWindow(searched);
}

/** A word is found where it is written, and where its meaning holds; in quotation marks only where it is written. */
export function wordTest(word: string, quoted = false): LayerPredicate {
  const text = word.toLowerCase();
  const written: LayerPredicate = (searched) => contains(searched.text, text);
  const meant = quoted
    ? undefined
    : (conceptTest(text) ?? windowTest(text) ?? windowedWordTest(text));
  return meant ? (searched) => meant(searched) || written(searched) : written;
}
