/**
 * The grammar of a query; docs/search.md explains it to users.
 *
 *     query  = { term }                        all terms must hold
 *     term   = factor { "|" factor }           one of them must
 *     factor = [ "-" | "!" ] [ field relation ] value { ( "," | "|" ) value }
 *     value  = quoted | anything without spaces, commas and bars
 */

import { QueryProblem } from "./problem";

const RELATIONS = [":", "=", "!=", ">", ">=", "<", "<="] as const;
export type Relation = (typeof RELATIONS)[number];

export interface Value {
  text: string;
  /** A quoted word is itself, not a word of the language. */
  quoted: boolean;
}

export interface Factor {
  negated: boolean;
  /** Null where words stand alone. */
  field: string | null;
  relation: Relation;
  values: readonly Value[];
  /** As it was written. */
  source: string;
}

/** Each is tried at one place of the text only. */
const SPACE = /\s*/y;
const NEGATION = /[-!](?!=)\s*/y;
const HEAD = /([^\s"“”,|:=<>!≠≥≤]+)\s*(!=|>=|<=|[:=<>≠≥≤])\s*/y;
const RELATION_ALONE = /!=|>=|<=|[:=<>≠≥≤]/y;
const QUOTED = /["“”]([^"“”]*)["“”]/y;
const QUOTE = /["“”]/y;
const BARE_WORD = /[^\s"“”,|:=<>≠≥≤]+/y;
const BARE_VALUE = /[^\s"“”,|]+/y;
const SEPARATOR = /\s*[,|][\s,|]*/y;
const NEGATED_FACTOR = /[-!](?![\d=])/y;

const WRITTEN: Record<string, Relation> = { "≠": "!=", "≥": ">=", "≤": "<=" };

class Reader {
  at = 0;
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  peek(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text);
  }

  take(pattern: RegExp): RegExpExecArray | null {
    const found = this.peek(pattern);
    if (found) this.at += found[0].length;
    return found;
  }

  since(start: number): string {
    return this.text.slice(start, this.at).trim();
  }

  /** From a place up to the next space, for naming what cannot be read. */
  wordAt(start: number): string {
    return /^\S*/.exec(this.text.slice(start))?.[0] ?? "";
  }
}

/** The terms of a query, each a list of alternatives. Throws a QueryProblem. */
export function readQuery(text: string): Factor[][] {
  const reader = new Reader(text);
  const terms: Factor[][] = [];
  reader.take(SPACE);
  while (!reader.ended) {
    terms.push(readTerm(reader));
    reader.take(SPACE);
  }
  return terms;
}

function readTerm(reader: Reader): Factor[] {
  const factors = [readFactor(reader)];
  for (;;) {
    const separator = reader.take(SEPARATOR)?.[0];
    if (separator === undefined || reader.ended) return factors;
    if (!separator.includes("|"))
      throw new QueryProblem(
        reader.wordAt(reader.at),
        `A comma separates values of one field. To match either of two terms, use a bar: ${factors[0]?.source}|${reader.wordAt(reader.at)}; to require both, use a space.`,
      );
    factors.push(readFactor(reader));
  }
}

function readFactor(reader: Reader): Factor {
  const start = reader.at;
  if (reader.peek(SEPARATOR))
    throw new QueryProblem(
      reader.wordAt(start),
      `There is nothing before ${reader.wordAt(start)[0]}. Write alternatives as op:conv2d|linear.`,
    );
  const negated = reader.take(NEGATION) !== null;
  if (reader.peek(RELATION_ALONE))
    throw new QueryProblem(
      reader.wordAt(start),
      `A field name is missing before ${reader.wordAt(reader.at)}, as in macs${reader.wordAt(reader.at)}.`,
    );
  const head = reader.take(HEAD);
  const field = head?.[1] ?? null;
  const sign = head?.[2] ?? ":";
  const relation = WRITTEN[sign] ?? RELATIONS.find((known) => known === sign) ?? ":";
  // "macs> kernel=1" has a value missing: what follows is a term of its own.
  if (head && /\s$/.test(head[0]) && reader.peek(HEAD)) throw missing(reader.since(start));
  const values = readValues(reader, field === null);
  if (values.length === 0) throw missing(reader.since(start));
  return { negated, field, relation, values, source: reader.since(start) };
}

function missing(source: string): QueryProblem {
  return /^[-!]?$/.test(source)
    ? new QueryProblem(source, `A term is missing after ${source}, as in ${source}op:relu.`)
    : new QueryProblem(source, `A value is missing after ${source}.`);
}

function readValues(reader: Reader, alone: boolean): Value[] {
  const values: Value[] = [];
  for (;;) {
    const value = readValue(reader, alone);
    if (!value) return values;
    values.push(value);
    const before = reader.at;
    if (!reader.take(SEPARATOR)) return values;
    // Behind the bar a term may begin that has a field of its own.
    if (!reader.peek(HEAD) && !reader.peek(NEGATED_FACTOR)) continue;
    reader.at = before;
    return values;
  }
}

function readValue(reader: Reader, alone: boolean): Value | null {
  const quoted = reader.take(QUOTED);
  if (quoted) return { text: quoted[1] ?? "", quoted: true };
  if (reader.peek(QUOTE))
    throw new QueryProblem(reader.text.slice(reader.at), "The closing quotation mark is missing.");
  const bare = reader.take(alone ? BARE_WORD : BARE_VALUE)?.[0];
  if (bare === undefined) return null;
  if (/[()]/.test(bare))
    throw new QueryProblem(
      bare,
      "Brackets do not group terms. Write alternatives as op:conv2d|linear, and put names that contain brackets in quotation marks.",
    );
  return { text: bare, quoted: false };
}
