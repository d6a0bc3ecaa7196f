/** Suggests what to type next: fields, the lecture's words, and operators, groups and sizes of this network. */

import { formatNumberOf } from "../text/format";
import { FIELDS, type Field, fieldNamed, KINDS } from "./fields";
import { isSided, type NumberField } from "./numbers";
import type { SearchedLayer } from "./searched-layer";
import { CONCEPTS, contains } from "./words";

export interface Suggestion {
  /** What is put in, and shown. */
  word: string;
  about: string;
  /** The whole query with it, and where the caret goes. */
  query: string;
  caret: number;
}

interface Candidate {
  word: string;
  about: string;
}

const MOST = 8;

/** The text before the caret: a field and its relation, alternatives that are finished, and a piece of a word. */
const BEFORE = /(?:^|\s)[-!]?(?:([a-z_]+)(!=|>=|<=|[:=<>]))?((?:[^\s"|,]*[|,])*)([^\s"|,:=<>!]*)$/i;

export function suggest(
  text: string,
  caret: number,
  layers: readonly SearchedLayer[],
): Suggestion[] {
  const left = text.slice(0, caret);
  const [, name, , , piece = ""] = BEFORE.exec(left) ?? [];
  if (piece === "" && name === undefined && /["]/.test(left)) return [];
  const field = name === undefined ? undefined : fieldNamed(name);
  if (name !== undefined && !field) return [];
  const candidates = field
    ? valuesOf(field, piece.toLowerCase(), layers)
    : startsOf(piece.toLowerCase(), layers);
  const before = left.slice(0, left.length - piece.length);
  const rest = text.slice(caret).replace(/^[^\s"|,]+/, "");
  return candidates.slice(0, MOST).map(({ word, about }) => ({
    word,
    about,
    query: before + word + rest,
    caret: before.length + word.length,
  }));
}

/** Most frequent first. */
function counted(words: Iterable<string>): Candidate[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([word, count]) => ({ word, about: formatNumberOf(count, "layer") }));
}

function operatorsOf(layers: readonly SearchedLayer[]): Candidate[] {
  return counted(layers.map(({ layer }) => layer.op));
}

/** In execution order, outer groups first; the path of a group is what finds it alone. */
function groupsOf(layers: readonly SearchedLayer[], kind?: string): Candidate[] {
  const around = layers.flatMap(({ enclosing: groups }) => groups.toReversed());
  const labels = new Map(around.map((group) => [group.path, group]));
  const counts = new Map(counted(around.map(({ path }) => path)).map((of) => [of.word, of.about]));
  return [...labels.values()]
    .filter((group) => kind === undefined || group.kind === kind)
    .map(({ path, name }) => ({
      word: kind === undefined ? path : name,
      about: counts.get(path) ?? "",
    }));
}

/** The words that a new term can begin with. */
function startsOf(piece: string, layers: readonly SearchedLayer[]): Candidate[] {
  const begins = ({ word }: Candidate) => word.startsWith(piece);
  const named = (field: Field) =>
    [field.name, ...field.aliases].some((name) => name.startsWith(piece));
  const fields = FIELDS.filter(named).map((field) => ({
    word: field.name + (/[:=<>]+/.exec(field.example)?.[0] ?? ":"),
    about: `${field.about}: ${field.example}`,
  }));
  if (piece === "") return fields;
  const concepts = CONCEPTS.flatMap(({ words, about, test }) => {
    const word = words.find((known) => known.startsWith(piece) && !known.includes(" "));
    return word && layers.some(test) ? [{ word, about }] : [];
  });
  const operators = operatorsOf(layers).filter(
    ({ word }) => word.includes(piece) || word.replaceAll("_", "").includes(piece),
  );
  const groups = groupsOf(layers).filter(begins);
  return [
    ...fields.filter(begins),
    ...concepts,
    ...operators.map(({ word, about }) => ({ word: `op:${word}`, about })),
    ...groups.map(({ word, about }) => ({ word: `in:${word}`, about })),
    ...fields.filter((field) => !begins(field)),
  ];
}

function valuesOf(field: Field, piece: string, layers: readonly SearchedLayer[]): Candidate[] {
  const candidates = field.type === "number" ? numbersOf(field, layers) : textsOf(field, layers);
  const begins = candidates.filter(({ word }) => word.startsWith(piece));
  const inside = candidates.filter(({ word }) => !begins.some((one) => one.word === word));
  const found = [...begins, ...inside.filter(({ word }) => piece !== "" && contains(word, piece))];
  // What is written in full needs no suggestion.
  return found.length === 1 && found[0]?.word === piece ? [] : found;
}

function textsOf(field: Field, layers: readonly SearchedLayer[]): Candidate[] {
  switch (field.name) {
    case "op":
      return operatorsOf(layers);
    case "kind":
      return counted(layers.map(({ layer }) => layer.kind)).filter((of) => KINDS.includes(of.word));
    case "in":
      return groupsOf(layers);
    case "stage":
    case "block":
      return groupsOf(layers, field.name).filter(
        ({ word }, at, all) => all.findIndex((other) => other.word === word) === at,
      );
    case "name":
      return counted(layers.map(({ layer }) => layer.label.toLowerCase()));
    default:
      return [];
  }
}

/** Sizes that occur, where they are few: windows, strides, channels; a cost has too many values. */
function numbersOf(field: NumberField, layers: readonly SearchedLayer[]): Candidate[] {
  if (field.share || field.unit !== "count" || field.name === "rf") return shares(field);
  const written = layers.flatMap((searched) => {
    const quantity = field.of(searched);
    if (quantity === null) return [];
    if (typeof quantity === "number") return [String(quantity)];
    const [first, second] = quantity;
    if (first === second || !isSided(field)) return [String(first)];
    return quantity.length === 2 ? [quantity.join("x")] : [];
  });
  return counted(written);
}

function shares(field: NumberField): Candidate[] {
  if (!field.share) return [];
  return ["1%", "5%", "10%"].map((word) => ({ word, about: "of the network" }));
}
