import { describe, expect, it } from "vitest";
import { indexPicture } from "./level-of-detail";
import type { Box, Picture } from "./picture";
import {
  type Canvas,
  cameraOf,
  following,
  LARGEST,
  middleOfBoth,
  readingViewport,
  revealing,
  SMALLEST,
  viewportOf,
  wholeViewport,
} from "./viewport";

const WINDOW = { width: 800, height: 600 };
const TALL: Canvas = { left: 0, top: 0, width: 400, height: 6000, isRow: false, axis: 200 };

function picture(...boxes: [path: string, y: number, frame?: boolean][]): Picture {
  const box = ([path, y, frame = false]: [string, number, boolean?]): Box => {
    return { path, x: 0, y, width: 200, height: frame ? 400 : 60, frame, depth: 0 };
  };
  const rest = { lines: [], bundles: [], width: 200, height: 2000 };
  return { direction: "down", boxes: boxes.map(box), ...rest };
}

describe("what a window shows", () => {
  it("is everything, or the whole width from the beginning", () => {
    const whole = wholeViewport(TALL, WINDOW);
    expect(whole.y).toBeLessThan(0);
    expect(whole.y + whole.height).toBeGreaterThan(6000);
    const reading = readingViewport(TALL, WINDOW);
    expect(reading).toMatchObject({ k: 1, x: -200, y: -12 });
  });

  it("is never smaller or larger than the reader could make it, whatever a link says", () => {
    expect(viewportOf({ x: 10, y: 20, k: 1e9 }, WINDOW).k).toBe(LARGEST);
    expect(viewportOf({ x: 10, y: 20, k: 1e-9 }, WINDOW).k).toBe(SMALLEST);
    expect(cameraOf(viewportOf({ x: 10, y: 20, k: 2 }, WINDOW))).toEqual({ x: 10, y: 20, k: 2 });
  });
});

describe("what moves a window", () => {
  const viewport = viewportOf({ x: 400, y: 300, k: 1 }, WINDOW);

  it("is as little as brings a box into view", () => {
    expect(revealing(viewport, { x: 100, y: 100, width: 200, height: 60 })).toBe(viewport);
    const below = revealing(viewport, { x: 100, y: 900, width: 200, height: 60 });
    // Clear of the buttons on the lower border.
    expect(below).toEqual({ ...viewport, y: 900 + 60 + 52 - 600 });
    const wide = revealing(viewport, { x: 0, y: 100, width: 1000, height: 60 });
    expect(wide.k).toBeCloseTo(0.752);
  });

  it("is another picture, in which the box in the middle stands elsewhere", () => {
    const plain = indexPicture(picture(["a", 0], ["frame", 200, true], ["bn", 280], ["b", 400]));
    const fused = indexPicture(picture(["a", 0], ["frame", 100, true], ["b", 150]));
    const viewport = viewportOf({ x: 100, y: 300, k: 1 }, WINDOW);
    expect(middleOfBoth(viewport, plain, fused)).toBe("b");
    expect(following(viewport, [100, 400], [100, 150])).toEqual({
      ...viewport,
      y: viewport.y - 250,
    });
  });

  it("is nothing that both pictures have", () => {
    const [one, other] = [indexPicture(picture(["a", 0])), indexPicture(picture(["b", 0]))];
    expect(middleOfBoth(viewport, one, other)).toBeNull();
  });
});
