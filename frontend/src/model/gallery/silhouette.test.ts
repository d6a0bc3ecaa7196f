import { expect, it } from "vitest";
import { type SilhouetteStep, silhouettePaths, silhouetteWords } from "./silhouette";

const steps = [
  { height: 256, channels: 64 },
  { height: 256, channels: 64 },
  { height: 1, channels: 4096 },
];

it("draws a step per layer, full at the ends of the shared scale", () => {
  const { resolution, width, axis } = silhouettePaths(steps, 30, 100);
  expect(axis).toBe(46);
  expect(resolution).toBe("M0 46V0H20V46H30V46Z");
  expect(width).toBe("M0 46V73H20V100H30V46Z");
});

it("leaves out what a squeeze-and-excitation does beside the main path", () => {
  const squeeze = { height: 1, channels: 16 };
  const [stem, block, head] = steps as [SilhouetteStep, SilhouetteStep, SilhouetteStep];
  const plain = silhouettePaths([stem, block, head], 30, 100);
  expect(silhouettePaths([stem, squeeze, block, head], 30, 100)).toEqual(plain);
});

it("keeps values beyond the scale inside the box", () => {
  const { width } = silhouettePaths([{ height: 1, channels: 100_000 }], 10, 100);
  expect(width).toBe("M0 46V100H10V46Z");
});

it("says in words what it shows", () => {
  expect(silhouetteWords(steps)).toContain("from 256 to 1 pixels");
  expect(silhouetteWords([])).toBe("No layers with weights");
});
