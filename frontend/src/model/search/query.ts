/** Finds layers by what they are and what they cost: "op:conv2d macs>5% kernel=1". See docs/search.md. */

import { closest } from "../text/closest";
import { FIELD_NAMES, FIELDS, type Field, fieldNamed, type TextField } from "./fields";
import { type Factor, readQuery, type Value } from "./grammar";
import { type NumberField, numberTest } from "./numbers";
import { QueryProblem } from "./problem";
import type { SearchedLayer, SearchedReport } from "./searched-layer";
import { conceptTest, contains, type LayerPredicate, wordTest } from "./words";

export interface QueryError {
  /** The term that the message is about. */
  term: string;
  /** What is wrong and what is allowed, a sentence. */
  message: string;
}

type ParsedQuery =
  | { match: (layer: SearchedLayer) => boolean; error?: undefined }
  | { error: QueryError; match?: undefined };

/** Never throws. An empty query matches everything. */
export function parseQuery(text: string): ParsedQuery {
  try {
    const terms = readQuery(text).map((factors) => anyOf(factors.map(factorTest)));
    return { match: allOf(terms) };
  } catch (problem) {
    if (!(problem instanceof QueryProblem)) throw problem;
    return { error: { term: problem.term, message: problem.message } };
  }
}

/**
 * Those layers that the diagram shows a hit at, in execution order: a fused layer's is the one it is drawn with.
 *
 * An empty or malformed query has none.
 */
export function findIn(layers: readonly SearchedLayer[], query: string): string[] {
  const { match } = parseQuery(query);
  if (!match || query.trim() === "") return [];
  return [...new Set(layers.filter(match).map((searched) => searched.drawnAs))];
}

/** The hit after or before a layer, be that a hit itself or not; round at the ends. Null without hits. */
export function stepThrough(
  report: SearchedReport,
  hits: readonly string[],
  current: string | null,
  by: 1 | -1,
): string | null {
  const order = new Map(report.layers.map(({ path }, index) => [path, index]));
  const here = order.get(current ?? "");
  const place = (path: string) => order.get(path) ?? 0;
  const isNext = (path: string) => here !== undefined && by * (place(path) - here) > 0;
  const next = by > 0 ? hits.find(isNext) : hits.findLast(isNext);
  return next ?? hits.at(by > 0 ? 0 : -1) ?? null;
}

function allOf(tests: readonly LayerPredicate[]): LayerPredicate {
  const [only, ...others] = tests;
  if (only && others.length === 0) return only;
  return (searched) => tests.every((test) => test(searched));
}

function anyOf(tests: readonly LayerPredicate[]): LayerPredicate {
  const [only, ...others] = tests;
  if (only && others.length === 0) return only;
  return (searched) => tests.some((test) => test(searched));
}

function factorTest(factor: Factor): LayerPredicate {
  const test = factor.field === null ? wordsTest(factor) : fieldTest(factor, factor.field);
  return factor.negated ? (searched) => !test(searched) : test;
}

function wordsTest({ values }: Factor): LayerPredicate {
  return anyOf(values.map(({ text, quoted }) => wordTest(text, quoted)));
}

function fieldTest(factor: Factor, name: string): LayerPredicate {
  const field = fieldNamed(name);
  if (!field) throw new QueryProblem(factor.source, noField(name));
  return field.type === "text" ? textTest(factor, field) : numbersTest(factor, field);
}

function noField(name: string): string {
  const meant = closest(name.toLowerCase(), FIELD_NAMES);
  if (meant) return `${name} is not a field; did you mean ${meant}?`;
  const known = FIELDS.map((field: Field) => field.name).join(", ");
  return `${name} is not a field. Fields are ${known}.`;
}

/** A layer without the number is not unequal to one: kernel!=3 finds no ReLU. */
function numbersTest({ relation, values, source }: Factor, field: NumberField): LayerPredicate {
  const tests = values.map(({ text }) => {
    const test = numberTest(field, relation, text);
    if (typeof test === "string") throw new QueryProblem(source, test);
    return test;
  });
  const test = anyOf(tests);
  return relation === "!=" ? (searched) => field.of(searched) !== null && !test(searched) : test;
}

function textTest({ relation, values, source }: Factor, field: TextField): LayerPredicate {
  if (relation !== ":" && relation !== "=" && relation !== "!=")
    throw new QueryProblem(
      source,
      `${field.name} is a word and cannot be compared with > or <: write ${field.example}, or use = or != for the whole word.`,
    );
  const test = anyOf(values.map((value) => oneTextTest(field, value, relation === ":", source)));
  return relation === "!=" ? (searched) => !test(searched) : test;
}

function oneTextTest(
  field: TextField,
  value: Value,
  inside: boolean,
  source: string,
): LayerPredicate {
  const text = value.text.toLowerCase();
  const concept = field.concepts && !value.quoted ? conceptTest(text) : undefined;
  if (field.closed && !field.closed.some((known) => known.includes(text)))
    throw new QueryProblem(source, noSuch(field, value.text, field.closed));
  const isIt = inside
    ? (known: string) => contains(known, text)
    : (known: string) => known === text;
  return (searched) => (concept?.(searched) ?? false) || field.of(searched).some(isIt);
}

function noSuch(field: TextField, text: string, known: readonly string[]): string {
  const meant = closest(text.toLowerCase(), known);
  const hint = meant ? `; did you mean ${meant}?` : `. Use ${known.join(", ")}.`;
  return `${text} is not a ${field.name}${hint}`;
}
