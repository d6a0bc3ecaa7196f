import { describe, expect, it } from "vitest";
import {
  CHANNELS_LAST,
  chain,
  layer,
  networkOf,
  randomReport,
  reportOf,
  TWO_LANES,
} from "../../fixtures/layers";
import * as REPORTS from "../../fixtures/reports";
import { groupPaths, type Network, type Report } from "../../network/network";
import { countBoxes, visibleTree } from "../../network/open-groups";
import type { Point } from "../picture";
import type { Cuboid } from "./geometry/projection";
import { IMAGE } from "./graph";
import { type Scene, sceneOf } from "./scene";

interface Case {
  name: string;
  network: Network;
  report: Report;
  open: ReadonlySet<string>;
}

function cutsOf(name: string, report: Report): Case[] {
  return [true, false].flatMap((fuse) => {
    const network = networkOf(report, fuse);
    const all = groupPaths(network);
    const cuts = {
      closed: [],
      open: all,
      half: all.filter((_, at) => at % 2 === 0),
    };
    return Object.entries(cuts).map(([cut, open]) => ({
      name: `${name}, ${cut}${fuse ? ", fused" : ""}`,
      network,
      report,
      open: new Set(open),
    }));
  });
}

const CASES = [
  ...Object.entries(REPORTS).flatMap(([name, report]) => cutsOf(name, report)),
  ...cutsOf("two lanes", TWO_LANES),
  ...Array.from({ length: 24 }, (_, seed) =>
    cutsOf(`random ${seed}`, randomReport(seed, 10 + 4 * seed)),
  ).flat(),
].map((one) => ({ ...one, scene: sceneOf(one.network, one.report, one.open) }));

function cuboidsOf(scene: Scene): Cuboid[] {
  return scene.volumes.flatMap(({ cuboids }) => cuboids);
}

function apart(a: Cuboid, b: Cuboid): boolean {
  return a.right <= b.left || b.right <= a.left || a.bottom <= b.roof || b.bottom <= a.roof;
}

/** Does a straight segment of a line go through the inside of a box's outline? */
function crosses({ left, right, roof, bottom }: Cuboid, [ax, ay]: Point, [bx, by]: Point): boolean {
  const hair = 0.01;
  return (
    Math.max(ax, bx) > left + hair &&
    Math.min(ax, bx) < right - hair &&
    Math.max(ay, by) > roof + hair &&
    Math.min(ay, by) < bottom - hair
  );
}

describe("a scene", () => {
  it.each(CASES)("of $name has a box for each visible item, and the image", (one) => {
    const boxes = countBoxes(visibleTree(one.network, one.open));
    expect(one.scene.volumes).toHaveLength(boxes + 1);
    expect(one.scene.byPath.has(IMAGE)).toBe(true);
  });

  it.each(CASES)("of $name puts no two boxes on one place", ({ scene }) => {
    const cuboids = cuboidsOf(scene).sort((a, b) => a.left - b.left);
    const found: string[] = [];
    for (const [at, one] of cuboids.entries())
      for (let next = at + 1; next < cuboids.length; next += 1) {
        const other = cuboids[next];
        if (!other || other.left >= one.right) break;
        if (!apart(one, other))
          found.push(`${one.left} ${one.roof} and ${other.left} ${other.roof}`);
      }
    expect(found).toEqual([]);
  });

  it.each(CASES)("of $name runs with the flow", ({ scene }) => {
    for (const { from, to, points } of scene.routes) {
      const [one, other] = [scene.byPath.get(from)?.region, scene.byPath.get(to)?.region];
      const back = (points.at(-1)?.[0] ?? 0) < (points[0]?.[0] ?? 0);
      // Only where closed groups read each other does an edge go back.
      if (back) expect(from).not.toBe(IMAGE);
      else expect((one?.x ?? 0) + (one?.width ?? 0)).toBeLessThanOrEqual(other?.x ?? 0);
    }
  });

  it.each(CASES.filter(({ name }) => name.includes(", open")))(
    "of $name, all open, has no edge that goes back",
    ({ scene }) => {
      for (const { points } of scene.routes)
        expect(points[0]?.[0]).toBeLessThan(points.at(-1)?.[0] ?? 0);
    },
  );

  it.each(CASES)("of $name leads its lines past all boxes", ({ scene }) => {
    const cuboids = cuboidsOf(scene).sort((a, b) => a.left - b.left);
    const found: string[] = [];
    for (const { from, to, points } of scene.routes)
      for (const [at, point] of points.slice(1).entries()) {
        const before = points[at] ?? point;
        // Lanes lie above and below the line between them.
        if (cuboids.some((one) => crosses(one, before, point))) found.push(`${from} to ${to}`);
      }
    expect(found).toEqual([]);
  });

  it.each(CASES)("of $name is not larger than what is in it", ({ scene }) => {
    const { width, height, boxes } = scene.picture;
    const rows = new Set(boxes.map((box) => Math.round(box.y + box.height / 2))).size;
    expect(width).toBeLessThan(260 * (boxes.length + 1));
    expect(height).toBeLessThan(700 + 500 * rows + 22 * scene.brackets.length);
    for (const { left, right, roof, bottom } of cuboidsOf(scene)) {
      expect(Math.min(left, roof)).toBeGreaterThan(0);
      expect(right).toBeLessThan(width);
      expect(bottom).toBeLessThan(height);
    }
  });

  it.each(CASES)("of $name is the same for the same input", (one) => {
    expect(sceneOf(one.network, one.report, one.open)).toEqual(one.scene);
  });
});

describe("proportions", () => {
  const network = networkOf(REPORTS.ALEXNET, true);
  const scene = sceneOf(network, REPORTS.ALEXNET, new Set(groupPaths(network)));
  const cuboid = (path: string) => scene.byPath.get(path)?.cuboids[0];
  const height = (path: string) => {
    const front = cuboid(path)?.front;
    return (front?.[3]?.[1] ?? 0) - (front?.[0]?.[1] ?? 0);
  };
  const depth = (path: string) => {
    const front = cuboid(path)?.front;
    return (front?.[1]?.[0] ?? 0) - (front?.[0]?.[0] ?? 0);
  };

  it("has the heights of maps on one scale with the image", () => {
    expect(height("stage1.conv1") / height(IMAGE)).toBeCloseTo(56 / 227);
    expect(height("stage5.conv5") / height("stage1.conv1")).toBeCloseTo(13 / 56);
  });

  it("has channels on one scale", () => {
    expect(depth("stage3.conv3") / depth("stage1.conv1")).toBeCloseTo(384 / 64);
  });

  it("has vectors upright on a scale of their own", () => {
    expect(height("head.fc8") / height("head.fc6")).toBeCloseTo(1000 / 4096);
    expect(depth("head.fc6")).toBe(depth("head.fc8"));
  });

  it("says where a side is drawn larger than it is", () => {
    // Three channels would be less than a unit.
    expect(scene.byPath.get(IMAGE)?.raised).toBe(true);
    expect(scene.byPath.get("stage1.conv1")?.raised).toBe(false);
  });

  it("stays when groups close", () => {
    const closed = sceneOf(network, REPORTS.ALEXNET, new Set());
    expect(closed.scales).toEqual(scene.scales);
  });

  it("writes the sides at the edges, and the operation below", () => {
    const fused = networkOf(TWO_LANES, true);
    const texts = sceneOf(fused, TWO_LANES, new Set(groupPaths(fused)))
      .byPath.get("stage1.conv1")
      ?.labels.map(({ text }) => text);
    expect(texts).toEqual(["48", "55", "55", "48", "55", "55", "conv1", "11×11/4"]);
  });
});

describe("branches", () => {
  it("stand beside each other between fork and join, and the join is back on the axis", () => {
    const network = networkOf(REPORTS.GOOGLENET, true);
    const scene = sceneOf(network, REPORTS.GOOGLENET, new Set(groupPaths(network)));
    const middle = (path: string) => {
      const region = scene.byPath.get(path)?.region;
      return (region?.y ?? 0) + (region?.height ?? 0) / 2;
    };
    const block = "stage3.block3a";
    const first = ["branch1.conv", "branch2.conv1", "branch3.conv1", "branch4.pool"];
    const heights = first.map((name) => middle(`${block}.${name}`));
    expect(new Set(heights.map(Math.round)).size).toBe(4);
    expect(middle(`${block}.branch2.conv2`)).toBeCloseTo(middle(`${block}.branch2.conv1`));
    expect(middle(`${block}.concat`)).toBeCloseTo(middle("stem.conv1"));
  });

  it("lead shortcuts over what they skip", () => {
    const network = networkOf(REPORTS.RESNET50, true);
    const open = new Set(["stage1", "stage1.block2-3", "stage1.block2"]);
    const scene = sceneOf(network, REPORTS.RESNET50, open);
    const arc = scene.routes.find(({ to, skips }) => to === "stage1.block2.add" && skips);
    const top = Math.min(...(arc?.points ?? []).map(([, y]) => y));
    expect(arc?.from).toBe("stage1.block1");
    expect(top).toBeLessThan(scene.byPath.get("stage1.block2.conv2")?.region.y ?? 0);
    // Of the stack one member is shown, which does not read itself.
    expect(scene.routes.every(({ from, to }) => from !== to)).toBe(true);
    expect(scene.brackets.map(({ label }) => label)).toContain("Blocks 2 to 3 (× 2)");
  });

  it("mark a stack with the number of its members", () => {
    const network = networkOf(REPORTS.RESNET50, true);
    const scene = sceneOf(network, REPORTS.RESNET50, new Set(["stage3"]));
    const stack = scene.byPath.get("stage3.block2-6");
    expect(stack?.labels.map(({ text }) => text)).toContain("× 5");
    expect(stack?.sheets.length).toBeGreaterThan(0);
  });
});

describe("the window of a convolution", () => {
  const network = networkOf(TWO_LANES, true);
  const scene = sceneOf(network, TWO_LANES, new Set(groupPaths(network)));
  const into = (path: string) => scene.routes.find(({ to }) => to === path);

  it("is as large on the map as its kernel", () => {
    const [first] = into("stage1.conv1")?.pyramids ?? [];
    const [a, , , d] = first?.box[0] ?? [];
    expect((d?.[1] ?? 0) - (a?.[1] ?? 0)).toBeCloseTo(11 * scene.scales.side);
  });

  it("leads from each lane to its own, and to all where they mix", () => {
    expect(into("stage2.conv2")?.pyramids).toHaveLength(2);
    expect(into("stage3.conv3")?.pyramids).toHaveLength(4);
    expect(into("stage4.conv4")?.pyramids).toHaveLength(2);
  });

  it("is not drawn where it would be too small to be seen", () => {
    const layers = chain(
      layer("a", "conv2d", { attributes: { kernel_size: 1 }, output_shape: [1, 8, 200, 200] }),
      layer("b", "conv2d", { attributes: { kernel_size: 5 }, output_shape: [1, 8, 196, 196] }),
    );
    const report = reportOf(layers, [1, 3, 200, 200]);
    const plain = sceneOf(networkOf(report), report, new Set());
    const windows = plain.routes.map(({ to, pyramids }) => [to, pyramids.length]);
    expect(windows).toEqual([["a", 0], ["b", 1]]); // biome-ignore format: pairs
  });

  it("is not drawn where a closed group shows another tensor than the one that is read", () => {
    const layers = [
      layer("g.read", "conv2d", { output_shape: [1, 8, 30, 30] }),
      layer("reader", "conv2d", {
        inputs: ["g.read"],
        attributes: { kernel_size: 5 },
        output_shape: [1, 8, 26, 26],
      }),
      layer("g.shown", "conv2d", { inputs: ["reader"], output_shape: [1, 8, 30, 30] }),
    ];
    const report = reportOf(layers);
    const windows = (open: string[]) =>
      sceneOf(networkOf(report), report, new Set(open)).routes.find(({ to }) => to === "reader")
        ?.pyramids.length;
    expect(windows([])).toBe(0);
    expect(windows(["g"])).toBe(1);
  });
});

describe("other tensors", () => {
  it("draws tokens as a sheet: as high as they are many, as deep as their features", () => {
    const report = reportOf(
      chain(
        layer("tokens", "linear", { output_shape: [1, 197, 768] }),
        layer("more", "linear", { output_shape: [1, 197, 384] }),
      ),
      [1, 3, 224, 224],
    );
    const scene = sceneOf(networkOf(report), report, new Set());
    const [tokens, more] = ["tokens", "more"].map((path) => scene.byPath.get(path));
    const texts = tokens?.labels.map(({ text }) => text);
    expect(texts?.slice(0, 2)).toEqual(["768", "197"]);
    expect(tokens?.region.height).toBeCloseTo(more?.region.height ?? 0);
    expect(tokens?.region.width).toBeGreaterThan(more?.region.width ?? Infinity);
  });

  it("knows the channels where a permutation puts them last", () => {
    const report = reportOf(
      chain(
        layer("conv", "conv2d", { output_shape: [1, 96, 56, 48] }),
        layer("last", "permute", {
          output_shape: [1, 56, 48, 96],
          channel_axis: 3,
          attributes: { dims: [0, 2, 3, 1] },
        }),
        layer("wide", "linear", { output_shape: [1, 56, 48, 384], channel_axis: 3 }),
        layer("first", "permute", {
          output_shape: [1, 384, 56, 48],
          attributes: { dims: [0, 3, 1, 2] },
        }),
      ),
    );
    const scene = sceneOf(networkOf(report), report, new Set());
    const shapes = scene.volumes.map(({ shape }) => shape);
    expect(shapes.slice(1)).toEqual([
      "96 × 56 × 48",
      "96 × 56 × 48",
      "384 × 56 × 48",
      "384 × 56 × 48",
    ]);
  });

  it("takes the axis of the channels from the report, as the table does", () => {
    const report = reportOf([
      ...CHANNELS_LAST,
      // A linear layer over maps works on the last axis, whatever that is called.
      layer("rows", "linear", { output_shape: [1, 4, 6, 5], channel_axis: 3 }),
    ]);
    const scene = sceneOf(networkOf(report), report, new Set());
    const shapes = report.layers.map(({ path }) => scene.byPath.get(path)?.shape);
    expect(shapes).toEqual([
      "96 × 56 × 56",
      "96 × 56 × 56",
      "96 × 56 × 56",
      "384 × 56 × 56",
      "384 × 56 × 56",
      "384 × 56 × 56",
      "384 × 56 × 56",
      "1000",
      "5 × 4 × 6",
    ]);
  });
});
