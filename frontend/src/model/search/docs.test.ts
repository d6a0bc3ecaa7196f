import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EXAMPLES } from "./examples";
import { FIELD_NAMES, FIELDS, fieldNamed } from "./fields";
import { parseQuery } from "./query";
import { CONCEPTS } from "./words";

const text = readFileSync(new URL("../../../../docs/search.md", import.meta.url), "utf8");

/** What is set as code; a bar in a table is written with a backslash. */
function codes(part: string): string[] {
  return [...part.matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code.replaceAll("\\|", "|"));
}

/** A code that is a relation or a key is no query. */
const QUERIES = [...new Set(codes(text))].filter((code) => /[a-z0-9]/i.test(code) && code !== "f");

describe("docs/search.md", () => {
  it.each(QUERIES)("%s can be read", (query) => {
    expect(parseQuery(query).error).toBeUndefined();
  });

  it("names every field and every other name of it", () => {
    const named = new Set(codes(text));
    for (const name of FIELD_NAMES) expect(named).toContain(name);
    for (const { name } of FIELDS) expect(fieldNamed(name)?.name).toBe(name);
  });

  it("names every word of the lecture", () => {
    const named = new Set(codes(text));
    for (const word of CONCEPTS.flatMap(({ words }) => words)) expect(named).toContain(word);
  });
});

it.each(EXAMPLES)("the example $query can be read", ({ query }) => {
  expect(parseQuery(query).error).toBeUndefined();
});
