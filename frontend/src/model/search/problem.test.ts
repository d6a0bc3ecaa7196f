import { describe, expect, it } from "vitest";
import { BY_HAND } from "../fixtures/by-hand";
import { buildNetwork } from "../network/network";
import { findIn, parseQuery } from "./query";
import { searchedLayers } from "./searched-layer";

const LAYERS = searchedLayers(BY_HAND, buildNetwork(BY_HAND));

function problem(query: string): string {
  const { error } = parseQuery(query);
  return error ? `${error.term}: ${error.message}` : "";
}

describe("what is wrong is said", () => {
  it.each([
    ["kernl=3", "kernl=3: kernl is not a field; did you mean kernel?"],
    ["op:conv2d -mac>5%", "-mac>5%: mac is not a field; did you mean macs?"],
    ["colour:red", "colour:red: colour is not a field. Fields are op, kind,"],
    ["macs>", "macs>: A value is missing after macs>."],
    ["macs> kernel=1", "macs>: A value is missing"],
    [
      "macs>big",
      "macs>big: big is not a number; macs takes a number such as 64, 2.5k, 10M or 4G, a share",
    ],
    ["macs>5MB", "macs>5MB: mb is not a unit of macs"],
    ["kernel>5%", "kernel>5%: kernel has no network total"],
    ["kernel>1x7", "kernel>1x7: Height x width can only be compared with = or !="],
    ["macs=1x7", "macs=1x7: macs is a single number"],
    ["macs>none", "macs>none: none cannot be compared with > or <"],
    ["op>conv", "op>conv: op is a word"],
    ["kind:convolutoin", "kind:convolutoin: convolutoin is not a kind; did you mean convolution?"],
    ["conv >5", "conv >5: conv is not a field"],
    [">5%", ">5%: A field name is missing before >5%, as in macs>5%"],
    ["-", "-: A term is missing after -"],
    ["relu |conv >", "conv >: A value is missing"],
    ["|relu", "|relu: There is nothing before |"],
    ['name:"conv', '"conv: The closing quotation mark is missing.'],
    ["(conv|relu) stem", "(conv: Brackets do not group"],
    ["op:conv2d,kernel=3", "kernel=3: A comma separates values of one field"],
  ])("%s", (query, words) => {
    expect(problem(query)).toContain(words);
    expect(findIn(LAYERS, query)).toEqual([]);
  });

  it("while a term is being typed, what is finished counts", () => {
    for (const query of ["op:linear,", "op:linear|", "op:linear "])
      expect(findIn(LAYERS, query)).toEqual(["head.classifier"]);
  });

  it("and nothing is thrown, whatever is written", () => {
    const pieces = [
      ..."\"“”|,:=<>!-()% \t×≥≠.*\\/[]{}^$+?#&;@~`'",
      ...[
        "op",
        "macs",
        "kernel",
        "conv",
        "none",
        "5",
        "5%",
        "1x7",
        "1e9",
        "K",
        "MB",
        "\u0000",
        "😀",
        "İ",
        "constructor",
        "__proto__",
        "toString",
      ],
    ];
    let seed = 1;
    const next = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed;
    };
    for (let run = 0; run < 20_000; run += 1) {
      const length = 1 + (next() % 8);
      const query = Array.from({ length }, () => pieces[next() % pieces.length]).join("");
      const { match, error } = parseQuery(query);
      if (error) expect([error.term, error.message].every((text) => text.length > 0)).toBe(true);
      else for (const searched of LAYERS) expect(typeof match(searched)).toBe("boolean");
    }
  });
});
