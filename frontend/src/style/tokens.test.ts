import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");
const themes = ["light", "dark"] as const;
type Theme = (typeof themes)[number];

function colour(name: string, theme: Theme): string {
  const match = css.match(new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`));
  const value = match?.[theme === "light" ? 1 : 2];
  if (value === undefined) throw new Error(`--${name} is not a token`);
  return value;
}

function channel(hex: string, at: number): number {
  const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function luminance(hex: string): number {
  return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
}

/** WCAG contrast ratio of two opaque colours. */
function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const steps = [...Array(9).keys()];

describe.each(themes)("%s theme", (theme) => {
  it.each(["ink", "ink-muted", "ink-faint", "accent", "danger", "caution", "success"])(
    "%s is readable on every ground",
    (ink) => {
      for (const ground of ["paper", "surface", "sunken"])
        expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
    },
  );

  it.each(steps)("step %i carries readable text", (step) => {
    const ratio = contrast(colour(`seq-${step}`, theme), colour(`seq-${step}-ink`, theme));
    expect(ratio).toBeGreaterThanOrEqual(4.5);
  });

  it("makes each sequential step differ in luminance from the one before, in one direction", () => {
    const values = steps.map((step) => luminance(colour(`seq-${step}`, theme)));
    const sorted = [...values].sort((a, b) => (theme === "light" ? b - a : a - b));
    expect(values).toEqual(sorted);
  });

  it("draws the three signature hues visibly on paper and apart from each other in grey", () => {
    const hues = ["memory", "params", "macs"].map((name) => colour(name, theme));
    for (const hue of hues) expect(contrast(hue, colour("paper", theme))).toBeGreaterThanOrEqual(3);
    const [memory, params, macs] = hues as [string, string, string];
    expect(contrast(memory, params)).toBeGreaterThan(1.3);
    expect(contrast(params, macs)).toBeGreaterThan(1.3);
  });
});
