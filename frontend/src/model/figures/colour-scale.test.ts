import { describe, expect, it } from "vitest";
import { colourScale, type ScaleKind, STEPS, share } from "./colour-scale";

const KINDS = ["linear", "log", "rank"] as const;

/** The steps of the values that a scale was made for. */
function stepsFor(values: readonly (number | null)[], kind: ScaleKind | "auto") {
  return values.map(colourScale(values, kind).step);
}

describe.each(KINDS)("the %s scale", (kind) => {
  it("paints the largest value darkest and nothing palest", () => {
    const values = [0, 3, 50, 900];
    const steps = stepsFor(values, kind);
    expect([steps.at(0), steps.at(-1)]).toEqual([0, STEPS - 1]);
    expect(steps).toEqual([...steps].sort((a, b) => Number(a) - Number(b)));
  });

  it("paints a single value darkest", () => {
    expect(stepsFor([7], kind)).toEqual([STEPS - 1]);
    expect(stepsFor([0, 7, 7], kind)).toEqual([0, STEPS - 1, STEPS - 1]);
  });

  it("paints all palest where all is nothing", () => {
    expect(stepsFor([0, 0], kind)).toEqual([0, 0]);
    expect(colourScale([0, 0], kind).bands).toEqual([]);
  });

  it("leaves the unknown without a colour", () => {
    expect(stepsFor([null, 4], kind)).toEqual([null, STEPS - 1]);
    expect(colourScale([null, undefined, 4], kind).unknown).toBe(2);
    expect(colourScale([], kind).step(null)).toBeNull();
  });

  it("says what each colour stands for, and how many have it", () => {
    const values = [0, 0, 2, 3, 17, 18, 40, 41, 300, 2000, 2001];
    const { bands, step } = colourScale(values, kind);
    expect(bands.map(({ count }) => count).reduce((sum, count) => sum + count)).toBe(values.length);
    for (const value of values) {
      const [from, to] = bands[step(value) ?? -1]?.bounds ?? [];
      expect(from).toBeLessThanOrEqual(value);
      expect(to).toBeGreaterThanOrEqual(value);
    }
  });
});

describe("the linear scale", () => {
  it("is proportional, from nothing to the largest", () => {
    const { bands, step } = colourScale([0, 10, 90, null], "linear");
    expect([0, 10, 45, 90].map(step)).toEqual([0, 1, 4, 8]);
    expect(bands[4]?.bounds).toEqual([40, 50]);
  });
});

describe("the logarithmic scale", () => {
  it("spans the decades that the values do", () => {
    const { bands, step } = colourScale([1, 10, 100, 1000], "log");
    expect([1, 10, 100, 999, 1000].map(step)).toEqual([0, 3, 6, 8, 8]);
    expect(bands[3]?.bounds?.[0]).toBeCloseTo(10);
  });

  it("spans no more than four", () => {
    const { bands, step } = colourScale([1e-9, 1, 1e4], "log");
    expect([0, 1e-9, 1, 1e4].map(step)).toEqual([0, 0, 0, 8]);
    expect(bands[0]?.bounds?.[0]).toBe(1e-9);
  });
});

describe("the rank scale", () => {
  it("sets values apart by their order alone, and equal ones share a colour", () => {
    expect(stepsFor([5, 1, 1, 1e9, 2, 1e6], "rank")).toEqual([4, 0, 0, 8, 2, 6]);
  });

  it("has empty steps where there are fewer values than colours", () => {
    const { bands } = colourScale([1, 2, 3], "rank");
    expect(bands.map(({ bounds }) => bounds)).toEqual([
      [1, 1],
      null,
      null,
      null,
      [2, 2],
      null,
      null,
      null,
      [3, 3],
    ]);
  });

  it("places values that it was not made for between their neighbours", () => {
    const { step } = colourScale([1, 2, 3], "rank");
    expect([0, 1.5, 99].map(step)).toEqual([0, 4, 8]);
  });
});

describe("the automatic scale", () => {
  it("is linear, so that what dominates stands out", () => {
    expect(colourScale([1, 20, 100], "auto").kind).toBe("linear");
    expect(colourScale([null, 0], "auto").kind).toBe("linear");
  });

  it("is logarithmic where nearly all of many would be palest", () => {
    const small = Array.from({ length: 20 }, (_, power) => 1.3 ** power);
    expect(colourScale([...small, 1e6], "auto").kind).toBe("log");
    expect(colourScale([1, 2, 4, 8, 1e6], "auto").kind).toBe("linear");
  });
});

it("gives a share of a total, unknown where either is", () => {
  expect([share(1, 4), share(null, 3), share(3, null), share(0, 0)]).toEqual([0.25, null, null, 0]);
});
