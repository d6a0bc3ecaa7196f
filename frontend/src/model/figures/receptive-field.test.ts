import { describe, expect, it } from "vitest";
import { middleOf, seenBy } from "./receptive-field";

const IMAGE = { height: 224, width: 224 };

describe("the receptive field on the image", () => {
  it("is the kernel's window for a first convolution: 7 x 7, stride 2, padding 3", () => {
    const field = { size: 7, stride: 2, offset: -3 };
    expect(seenBy(field, IMAGE, 0, 0).x).toEqual({ from: -3, to: 4 });
    expect(seenBy(field, IMAGE, 0, 0).covered).toBe(16 / 224 ** 2);
    expect(seenBy(field, IMAGE, 0, 111).x).toEqual({ from: 219, to: 226 });
  });

  it("covers no more than the image: VGG-16's pool5 sees 212 x 212 at a stride of 32", () => {
    // 7 x 7 outputs; the one in the middle sees from 96 - 90 on.
    const seen = seenBy({ size: 212, stride: 32, offset: -90 }, IMAGE, middleOf(7), middleOf(7));
    expect(seen.x).toEqual({ from: 6, to: 218 });
    expect(seen.covered).toBeCloseTo(212 ** 2 / 224 ** 2);
    const corner = seenBy({ size: 212, stride: 32, offset: -90 }, IMAGE, 0, 0);
    expect(corner.covered).toBeCloseTo(122 ** 2 / 224 ** 2);
  });

  it("keeps rows and columns apart", () => {
    const seen = seenBy({ size: 10, stride: 4, offset: 0 }, { height: 20, width: 40 }, 1, 5);
    expect([seen.y, seen.x]).toEqual([
      { from: 4, to: 14 },
      { from: 20, to: 30 },
    ]);
    expect(seen.covered).toBe(100 / 800);
  });

  it("has a middle for even and odd maps", () => {
    expect([1, 2, 7, 56].map(middleOf)).toEqual([0, 0, 3, 27]);
  });
});
