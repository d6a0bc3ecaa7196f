import { describe, expect, it } from "vitest";
import { inputTensor, sidesOf, tensorOf } from "./tensor";

describe("a tensor", () => {
  it("has its channels where the report says", () => {
    expect(tensorOf([1, 64, 7, 9], 1)).toEqual({ channels: 64, height: 7, width: 9 });
    expect(tensorOf([1, 7, 9, 64], 3)).toEqual({ channels: 64, height: 7, width: 9 });
    expect(inputTensor([1, 3, 224, 224])).toEqual({ channels: 3, height: 224, width: 224 });
  });

  it("is a sequence without width, or a vector without either side", () => {
    expect(tensorOf([1, 197, 768], 2)).toEqual({ channels: 768, height: 197, width: null });
    expect(tensorOf([1, 1000], 1)).toEqual({ channels: 1000, height: null, width: null });
  });

  it("of more than two sides keeps the last two, and one of unknown axis has them first", () => {
    expect(tensorOf([1, 3, 16, 7, 9], 1)).toEqual({ channels: 48, height: 7, width: 9 });
    expect(tensorOf([8, 5], null).channels).toBe(5);
  });

  it("is written as channels, height, width", () => {
    expect(sidesOf(tensorOf([1, 7, 9, 64], 3))).toEqual([64, 7, 9]);
    expect(sidesOf(tensorOf([1, 1000], 1))).toEqual([1000]);
  });
});
