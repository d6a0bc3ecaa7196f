import { describe, expect, it } from "vitest";
import { aliveAt, peakStep, stairPath, type TimelineLayer } from "./timeline";

/** conv keeps its output for a shortcut; relu works in place; add reads both. */
const LAYERS: readonly TimelineLayer[] = [
  ["conv", 40, 40, "conv", "add"],
  ["relu", 40, 40, "conv", "add"],
  ["pool", 10, 50, "pool", "up"],
  ["up", 40, 90, "up", "add"],
  ["add", 40, 120, "add", null],
].map(([path, bytes, live, stored, freed]) => ({
  path: String(path),
  label: String(path),
  activation_bytes: Number(bytes),
  live_bytes: Number(live),
  stored_in: String(stored),
  freed_after: freed === null ? null : String(freed),
}));

const names = (step: number) => aliveAt(LAYERS, step).map(({ path }) => path);

describe("the timeline of live memory", () => {
  it("says what is alive, the largest first", () => {
    expect(names(1)).toEqual(["conv"]);
    expect(names(3)).toEqual(["conv", "up", "pool"]);
    expect(names(4)).toEqual(["conv", "up", "add"]);
  });

  it("adds up to the live bytes of each layer", () => {
    for (const [step, { live_bytes }] of LAYERS.entries()) {
      const alive = aliveAt(LAYERS, step);
      expect(alive.reduce((sum, layer) => sum + (layer.activation_bytes ?? 0), 0)).toBe(live_bytes);
    }
  });

  it("finds the peak, and none where nothing is known", () => {
    expect(peakStep(LAYERS)).toBe(4);
    expect(peakStep(LAYERS.map((layer) => ({ ...layer, live_bytes: null })))).toBeNull();
    expect(peakStep([])).toBeNull();
  });

  it("is drawn as a stair from the floor to the floor", () => {
    expect(stairPath(LAYERS.slice(0, 2), 80)).toBe("M0 1L0 0.5L1 0.5L1 0.5L2 0.5L2 1Z");
  });
});
