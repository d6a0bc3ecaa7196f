import { describe, expect, it } from "vitest";
import type { Box } from "../../../model/picture/picture";
import { byFill } from "./low-detail";

/** A column of boxes of which each is thinner than a pixel. */
const COLUMN = ["a", "b", "c"].map((path, at): Box => {
  return { path, x: 0, y: at, width: 100, height: 1, frame: false, depth: 0 };
});

function drawn(fills: Record<string, string>): string[] {
  return [...byFill(COLUMN, 0.01, ({ path }) => fills[path] ?? "").keys()];
}

describe("boxes in one row of pixels", () => {
  it("are drawn as the darkest of them", () => {
    expect(drawn({ a: "seq-2", b: "seq-7", c: "box-unknown" })).toEqual(["seq-7"]);
    expect(drawn({ a: "seq-2 is-dim", b: "seq-7 is-dim", c: "seq-3 is-dim" })).toEqual([
      "seq-7 is-dim",
    ]);
  });

  it("never hide what is looked for behind what is dimmed", () => {
    expect(drawn({ a: "seq-8 is-dim", b: "seq-1", c: "seq-8 is-dim" })).toEqual(["seq-1"]);
    expect(drawn({ a: "box-unknown", b: "seq-4 is-dim", c: "seq-8 is-dim" })).toEqual([
      "box-unknown",
    ]);
  });
});
