import { describe, expect, it } from "vitest";
import { BY_HAND } from "../fixtures/by-hand";
import { RESNET50 } from "../fixtures/reports";
import { buildNetwork } from "../network/network";
import { parseQuery } from "./query";
import { searchedLayers } from "./searched-layer";
import { suggest } from "./suggestions";

const LAYERS = searchedLayers(BY_HAND, buildNetwork(BY_HAND));
const RESNET = searchedLayers(RESNET50, buildNetwork(RESNET50));

function words(text: string, layers = LAYERS): string[] {
  return suggest(text, text.length, layers).map(({ word }) => word);
}

describe("suggestions", () => {
  it("are fields, the lecture's words and what this network has", () => {
    expect(words("ker")).toEqual(["kernel="]);
    expect(words("depthw")).toEqual(["depthwise"]);
    expect(words("depthw", RESNET)).toEqual([]);
    expect(words("batch", RESNET)).toEqual(["op:batch_norm2d"]);
    expect(words("relu6", RESNET)).toEqual([]);
    expect(words("stage1", RESNET)[0]).toBe("in:stage1");
  });

  it("are the values that occur behind a field, the most frequent first", () => {
    expect(words("op:", RESNET).slice(0, 2)).toEqual(["conv2d", "batch_norm2d"]);
    expect(words("kernel=")).toEqual(["3", "1x7", "11", "1"]);
    expect(words("kernel=1")).toEqual(["1x7", "11", "1"]);
    expect(words("stage=", RESNET)).toEqual(["stage1", "stage2", "stage3", "stage4"]);
    expect(words("macs>")).toEqual(["1%", "5%", "10%"]);
    expect(words("rf>")).toEqual([]);
    expect(words("nowhere:")).toEqual([]);
  });

  it("are put in where the caret is", () => {
    const [first] = suggest("op:conv2d,lin kernel=3", 13, LAYERS);
    expect(first).toMatchObject({ query: "op:conv2d,linear kernel=3", caret: 16 });
    expect(suggest("-op:ad stem", 6, LAYERS)[0]?.query).toBe("-op:add stem");
  });

  it("go away when the value is there", () => {
    expect(words("op:linear")).toEqual([]);
  });

  it("say how many layers there are", () => {
    expect(suggest("op:ad", 5, LAYERS)[0]?.about).toBe("1 layer");
    expect(suggest("op:conv", 7, RESNET)[0]?.about).toBe("53 layers");
  });

  it("lead to queries that can be read", () => {
    for (const start of [
      "",
      "o",
      "k",
      "s",
      "c",
      "op:",
      "kind:",
      "in:",
      "kernel=",
      "size=",
      "macs>",
    ])
      for (const layers of [LAYERS, RESNET])
        for (const { query } of suggest(start, start.length, layers))
          expect(
            parseQuery(/[:=<>]$/.test(query) ? `${query}1` : query).error?.message ?? "",
          ).toMatch(/^$|is not a kind/);
  });
});
