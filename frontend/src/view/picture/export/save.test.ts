import { describe, expect, it } from "vitest";
import { fittingScale } from "./save";

describe("the scale of a picture in pixels", () => {
  it("is as wanted where a canvas can hold it", () => {
    expect(fittingScale(500, 1500, 2)).toBe(2);
    expect(fittingScale(8192, 8192, 2)).toBe(2);
  });

  it("is smaller where one side would be longer than a canvas can be", () => {
    // DenseNet-201 with all open is about as tall as this.
    const scale = fittingScale(501, 47_570, 2);
    expect(47_570 * scale).toBeCloseTo(16_384);
    expect(fittingScale(47_570, 501, 2)).toBe(scale);
  });

  it("never makes a canvas larger than its limits, nor the picture larger than wanted", () => {
    for (const width of [1, 700, 9000, 16_384, 40_000])
      for (const height of [1, 700, 9000, 16_384, 40_000]) {
        const scale = fittingScale(width, height, 2);
        expect(scale).toBeLessThanOrEqual(2);
        expect(Math.floor(width * scale)).toBeLessThanOrEqual(16_384);
        expect(Math.floor(height * scale)).toBeLessThanOrEqual(16_384);
        expect(width * scale * (height * scale)).toBeLessThanOrEqual(2 ** 28 + 1);
      }
  });
});
