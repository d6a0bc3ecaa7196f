import { describe, expect, it } from "vitest";
import { countOperations, otherOperations, parseConvention } from "./operations";

const LAYER = { macs: 100, pooling_ops: 9, other_ops: 30 };

describe("counting operations", () => {
  it.each([
    ["macs", 100, 30],
    ["flops", 200, 30],
    ["pools", 109, 21],
  ] as const)("as %s", (convention, counted, others) => {
    expect(countOperations(LAYER, convention)).toBe(counted);
    expect(otherOperations(LAYER, convention)).toBe(others);
  });

  it("keeps the unknown unknown", () => {
    expect(countOperations({ macs: null, pooling_ops: 9 }, "pools")).toBeNull();
    expect(countOperations({ macs: 1, pooling_ops: null }, "pools")).toBeNull();
    expect(otherOperations({ ...LAYER, other_ops: null }, "pools")).toBeNull();
  });

  it("is in MACs unless something known is asked for", () => {
    expect(["pools", "flops", "gflops", null].map(parseConvention)).toEqual([
      "pools",
      "flops",
      "macs",
      "macs",
    ]);
  });
});
