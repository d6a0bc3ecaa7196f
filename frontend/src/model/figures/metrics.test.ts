import { describe, expect, it } from "vitest";
import { RESNET50 } from "../fixtures/reports";
import { buildNetwork, type Item } from "../network/network";
import { absent, figureOf, type Metric } from "./metrics";
import { CONVENTIONS } from "./operations";

const resnet = buildNetwork(RESNET50);
const fused = buildNetwork(RESNET50, { fuse: true });

function item(path: string): Item {
  const found = resnet.items.get(path);
  if (!found) throw new Error(`${path} is not in the fixture`);
  return found;
}

const read = (name: Metric, path: string) => figureOf(name, "macs").of(item(path));

describe("figures", () => {
  it.each(["memory", "params", "macs", "other_ops", "bytes_moved"] as const)(
    "of a group are sums over its layers: %s",
    (name) => {
      const inside = item("stage2").children.map((path) => read(name, path) ?? Number.NaN);
      expect(figureOf(name, "macs").summed).toBe(true);
      expect(inside.reduce((sum, value) => sum + value, 0)).toBe(read(name, "stage2"));
    },
  );

  it("are a group's own where sums mean nothing", () => {
    expect(figureOf("intensity", "macs").summed).toBe(false);
    expect(read("receptive_field", "stage1")).toBe(35);
    expect(read("receptive_field", "stage1.block2-3")).toBe(35);
    for (const { path, macs, other_ops, bytes_moved } of [item("stage2"), item("stage3.block2-6")])
      expect(read("intensity", path)).toBeCloseTo(
        (2 * Number(macs) + Number(other_ops)) / Number(bytes_moved),
      );
  });

  it("of layers drawn as one have the intensity of what they do together", () => {
    const [alone, together] = [resnet, fused].map(
      (network) => network.items.get("stem.conv1")?.intensity ?? Number.NaN,
    );
    // Batch norm and ReLU move much and compute little.
    expect(together).toBeLessThan(alone ?? 0);
    expect(together).toBeGreaterThan(0);
  });

  it.each(CONVENTIONS)("count every operation once, as %s", (convention) => {
    const stem = item("stem");
    const counted = figureOf("macs", convention).of(stem) ?? 0;
    const others = figureOf("other_ops", convention).of(stem) ?? 0;
    const macs = (stem.macs ?? 0) * (convention === "flops" ? 2 : 1);
    expect(counted + others).toBe(macs + (stem.other_ops ?? 0));
  });

  it("are written with their unit, and the unknown as such", () => {
    const written = (name: Metric) => {
      const { write, exactly } = figureOf(name, "flops");
      return [write(1234.5678), exactly(1234.5678), write(null)].map((text) =>
        text.replace(/\s/g, " "),
      );
    };
    expect(written("intensity")).toEqual(["1 235", "1234.57 FLOPs per byte", "unknown"]);
    expect(written("receptive_field")[0]).toBe("1 235 px");
    expect(written("latency")[0]).toBe("1.23 s");
    expect(written("macs")[1]).toContain("FLOPs");
  });
});

describe("a figure that is not there", () => {
  it("is the whole image where the receptive field has met in one place", () => {
    expect(absent("receptive_field", item("head"), true)).toBe("whole image");
    expect(absent("receptive_field", item("stage1"), true)).toBe("not a square");
  });

  it("is unknown otherwise", () => {
    expect(absent("receptive_field", item("head"), false)).toBe("unknown");
    expect(absent("latency", item("head"), true)).toBe("unknown");
  });
});
