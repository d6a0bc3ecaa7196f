import { describe, expect, it } from "vitest";
import { layer, numbers, reportOf } from "../../fixtures/layers";
import * as REPORTS from "../../fixtures/reports";
import { buildNetwork, groupPaths, type Network, type ReportLayer } from "../../network/network";
import { indexPicture, type PictureIndex, visibleParts } from "../level-of-detail";
import {
  BOX_HEIGHT,
  type Box,
  type Direction,
  IN,
  OUT,
  type Picture,
  type Point,
  roundedPath,
  SLIM_HEIGHT,
  strandsOf,
} from "../picture";
import { arrange, type Quality } from "./arrangement/arrange";
import { END, type Link } from "./arrangement/flow";
import type { LayoutItem } from "./arrangement/shape";
import { ArrangementCache } from "./arrangement-cache";
import { layoutPicture } from "./index";
import { liftEdges } from "./lift";
import { warmUpLayout } from "./warm-up";

const NETWORKS = Object.entries(REPORTS).map(
  ([name, report]) => [name, buildNetwork(report)] as const,
);
const resnet = buildNetwork(REPORTS.RESNET50);

/** A network of layers that read one to three earlier ones, near ones more often, in groups of groups. */
function randomNetwork(seed: number, size: number): Network {
  const next = numbers(seed);
  const layers: ReportLayer[] = [];
  for (let index = 0; index < size; index += 1) {
    const reads = index === 0 ? 0 : 1 + Math.floor(next() ** 3 * 3);
    const earlier = Array.from({ length: reads }, () =>
      Math.max(0, index - 1 - Math.floor(next() ** 2 * Math.min(index, 9))),
    );
    const inputs = [...new Set(earlier)].map((at) => layers[at]?.path ?? "image");
    const kinds = ["convolution", "activation", "merge", "pooling"];
    const kind = kinds[Math.floor(next() * kinds.length)] ?? "other";
    const op = kind === "merge" ? (next() < 0.5 ? "concat" : "add") : kind;
    const group = seed % 3 === 0 ? "" : `g${Math.floor(index / 12)}.h${Math.floor(index / 4)}.`;
    const path = `${group}l${index}`;
    layers.push(layer(path, op, { kind, inputs: inputs.length > 0 ? inputs : ["image"] }));
  }
  return buildNetwork(reportOf(layers, [1, 3, 4, 4]));
}

type Case = readonly [name: string, network: Network, open: ReadonlySet<string>];

function cutsOf(name: string, network: Network): Case[] {
  const all = groupPaths(network);
  return [
    [`${name}, closed`, network, new Set()],
    [`${name}, open`, network, new Set(all)],
    [`${name}, half open`, network, new Set(all.filter((_, index) => index % 2 === 0))],
  ];
}

const CASES: Case[] = [
  ...NETWORKS.flatMap(([name, network]) => cutsOf(name, network)),
  ...Array.from({ length: 24 }, (_, seed) => seed).flatMap((seed) =>
    cutsOf(`random ${seed}`, randomNetwork(seed, 10 + 4 * seed)),
  ),
];

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** A hair less than touching: lines end on the border of boxes. */
function crosses(box: Box, [px, py]: Point, [x, y]: Point): boolean {
  const hair = 0.01;
  return (
    box.x + hair < Math.max(x, px) &&
    Math.min(x, px) < box.x + box.width - hair &&
    box.y + hair < Math.max(y, py) &&
    Math.min(y, py) < box.y + box.height - hair
  );
}

/** An end at the border of the group has no box to touch. */
function touches(box: Box | undefined, point: Point | undefined): boolean {
  if (!box || !point) return true;
  const [x, y] = point;
  const [right, bottom] = [box.x + box.width, box.y + box.height];
  return x > box.x - 0.01 && x < right + 0.01 && y > box.y - 0.01 && y < bottom + 0.01;
}

/** What is wrong with one straight segment of a line. */
function stepFaults(index: PictureIndex, before: Point, point: Point, axis: 0 | 1): string[] {
  const [dx, dy] = [Math.abs(point[0] - before[0]), Math.abs(point[1] - before[1])];
  const corner = { x: Math.min(point[0], before[0]), y: Math.min(point[1], before[1]) };
  const near = visibleParts(index, { ...corner, width: dx, height: dy }, 1).boxes;
  return [
    ...(point[axis] < before[axis] - 0.01 ? ["goes back"] : []),
    ...(Math.min(dx, dy) > 0.01 ? ["is slanted"] : []),
    ...near.filter((box) => crosses(box, before, point)).map((box) => `crosses ${box.path}`),
  ];
}

/** All ways that are drawn, with their ends. */
function waysOf(picture: Picture) {
  return [
    ...picture.lines,
    ...picture.bundles.flatMap((bundle) =>
      bundle.links.map(({ from, to }) => ({
        from,
        to,
        within: bundle.within,
        points: [...(bundle.waysIn.get(from) ?? []), ...(bundle.waysOut.get(to) ?? [])],
      })),
    ),
  ];
}

describe.each(["down", "right"] as const)("a picture that flows %s", (direction: Direction) => {
  describe.each(["full", "plain"] as const)("with %s quality", (quality: Quality) => {
    const cases = quality === "full" ? CASES : CASES.filter(([name]) => name.startsWith("random"));
    const laid = cases.map(([name, network, open]) => ({
      name,
      network,
      open,
      picture: layoutPicture(network, open, direction, new ArrangementCache(), quality),
    }));

    it.each(laid)("puts no two boxes of $name on one place", ({ picture }) => {
      const start = (box: Box) => (direction === "down" ? box.y : box.x);
      const end = (box: Box) => start(box) + (direction === "down" ? box.height : box.width);
      const boxes = picture.boxes.filter((box) => !box.frame);
      boxes.sort((one, other) => start(one) - start(other));
      const found: string[] = [];
      for (const [index, box] of boxes.entries())
        for (let at = index + 1; at < boxes.length; at += 1) {
          const other = boxes[at];
          if (!other || start(other) >= end(box)) break;
          if (overlap(box, other)) found.push(`${box.path} and ${other.path}`);
        }
      expect(found).toEqual([]);
    });

    it.each(laid)("keeps the frames of $name off each other and off what is not in them", (one) => {
      const { boxes } = one.picture;
      const { ends } = indexPicture(one.picture);
      const found = boxes.flatMap((frame, at) => {
        if (!frame.frame) return [];
        // Frames before it are around it, or have been held against it already.
        const before = boxes.slice(0, at).filter((box) => !box.frame);
        return [...before, ...boxes.slice(ends[at])]
          .filter((box) => overlap(frame, box))
          .map((box) => `${frame.path} and ${box.path}`);
      });
      expect(found).toEqual([]);
    });

    it.each(laid)("shows everything of $name in its group", ({ network, picture }) => {
      const byPath = new Map(picture.boxes.map((box) => [box.path, box]));
      for (const box of picture.boxes) {
        const frame = byPath.get(network.items.get(box.path)?.parent ?? "");
        const [left, top] = frame ? [frame.x, frame.y] : [-0.01, -0.01];
        const [width, height] = frame
          ? [frame.width, frame.height]
          : [picture.width + 0.02, picture.height + 0.02];
        expect(box.x).toBeGreaterThan(left);
        expect(box.y).toBeGreaterThan(top);
        expect(box.x + box.width).toBeLessThan(left + width);
        expect(box.y + box.height).toBeLessThan(top + height);
      }
    });

    it.each(laid)("lets every edge of $name go with the flow and through no box", ({ picture }) => {
      const index = indexPicture(picture);
      const axis = direction === "down" ? 1 : 0;
      const found = waysOf(picture).flatMap(({ from, to, points }) =>
        points.slice(1).flatMap((point, at) => {
          const faults = stepFaults(index, points[at] ?? point, point, axis);
          return faults.map((fault) => `${from} to ${to} ${fault}`);
        }),
      );
      expect(found).toEqual([]);
    });

    it.each(laid)("draws every edge of $name from its beginning to its end", (one) => {
      const { network, open, picture } = one;
      const drawn = new Set(waysOf(picture).map((way) => `${way.within}|${way.from}|${way.to}`));
      const byPath = new Map(picture.boxes.map((box) => [box.path, box]));
      let links = 0;
      for (const group of liftEdges(network, open).values())
        for (const [from, to] of group.links) {
          links += 1;
          const name = (end: number) => group.children[end] ?? (end === END ? OUT : IN);
          expect(drawn).toContain(`${group.path}|${name(from)}|${name(to)}`);
        }
      expect(drawn.size).toBe(links);
      for (const { from, to, points } of waysOf(picture)) {
        expect(touches(byPath.get(from), points[0]) || `${to} is not joined to ${from}`).toBe(true);
        expect(touches(byPath.get(to), points.at(-1)) || `${from} misses ${to}`).toBe(true);
      }
    });
  });
});

describe("the layout", () => {
  it.each(NETWORKS)("is the same for the same input: %s", (_, network) => {
    const open = new Set(groupPaths(network));
    const cache = new ArrangementCache();
    const first = layoutPicture(network, open, "down", cache);
    expect(layoutPicture(network, open, "down", cache)).toEqual(first);
    expect(layoutPicture(network, open)).toEqual(first);
  });

  it("stands the layers that only follow close to the one before", () => {
    const { boxes } = layoutPicture(resnet, new Set(["stem"]));
    const [conv, norm, relu] = ["conv1", "bn1", "relu"].map((name) =>
      boxes.find((box) => box.path === `stem.${name}`),
    );
    expect(conv?.height).toBe(BOX_HEIGHT);
    expect(norm?.height).toBe(SLIM_HEIGHT);
    expect((norm?.y ?? 0) - (conv?.y ?? 0) - BOX_HEIGHT).toBe(
      (relu?.y ?? 0) - (norm?.y ?? 0) - SLIM_HEIGHT,
    );
  });

  it("runs a shortcut beside the column and into the side of the merge", () => {
    const open = new Set(["stage1", "stage1.block2-3", "stage1.block2"]);
    const { boxes, lines } = layoutPicture(resnet, open);
    const shortcut = lines.find(({ from, to }) => from === IN && to === "stage1.block2.add");
    const add = boxes.find((box) => box.path === "stage1.block2.add");
    expect(shortcut?.skips).toBe(true);
    expect(shortcut?.points.at(-1)).toEqual([
      (add?.x ?? 0) + (add?.width ?? 0),
      (add?.y ?? 0) + SLIM_HEIGHT / 2,
    ]);
  });

  it("makes a concatenation as broad as the branches that it joins", () => {
    const network = buildNetwork(REPORTS.GOOGLENET);
    const { boxes, lines } = layoutPicture(network, new Set(["stage3", "stage3.block3a"]));
    const into = lines.filter((line) => line.to === "stage3.block3a.concat");
    const concat = boxes.find((box) => box.path === "stage3.block3a.concat");
    expect(into).toHaveLength(4);
    for (const { points } of into) expect(points).toHaveLength(2);
    expect(concat?.width).toBeGreaterThan(800);
  });

  it("draws the connections of a dense block as one bundle", () => {
    const network = buildNetwork(REPORTS.DENSENET);
    const { lines, bundles } = layoutPicture(network, new Set(["block1"]));
    const [bundle] = bundles;
    // Six layers read the input of the block and each other; the transition reads them all.
    expect(bundles).toHaveLength(1);
    expect(bundle?.links.length).toBeGreaterThan(15);
    expect(lines.filter((line) => line.within === "block1" && line.skips)).toHaveLength(0);
    for (const strand of bundle ? strandsOf(bundle) : []) expect(strand.length).toBeGreaterThan(1);
  });

  it("draws an edge against the flow around everything", () => {
    const item: LayoutItem = {
      mainSize: 60,
      crossSize: 264,
      axis: 132,
      bar: false,
      sideEntry: false,
      slim: false,
    };
    const links: Link[] = [[0, 1], [1, 2], [2, 0]]; // biome-ignore format: a circle
    const { routes, crossSize } = arrange([item, item, item], links);
    const back = routes.find(({ from, to }) => from === 2 && to === 0);
    expect(Math.max(...(back?.points ?? []).map(([cross]) => cross))).toBeGreaterThan(264);
    expect(crossSize).toBeGreaterThan(264);
  });

  it("practises on a bus, on shortcuts and on branches", () => {
    const { boxes, bundles, lines } = warmUpLayout();
    expect(boxes.filter(({ frame }) => frame)).toHaveLength(3);
    expect(boxes.filter(({ frame }) => !frame)).toHaveLength(36);
    expect(bundles.map(({ within }) => within)).toContain("dense");
    expect(lines.some(({ within, skips }) => within === "residual" && skips)).toBe(true);
  });

  it("arranges equal groups once", () => {
    const cache = new ArrangementCache();
    layoutPicture(resnet, new Set(groupPaths(resnet)), "down", cache);
    // 16 blocks of two designs in four stages with one shape of first block, stacks, stem, head, root.
    expect(cache.size).toBeLessThan(20);
  });

  it("draws corners round", () => {
    const path = roundedPath([[0, 0], [0, 20], [30, 20]], 6); // biome-ignore format: three corners read best in a row
    expect(path).toBe("M0 0L0 14Q0 20 6 20L30 20");
  });
});
