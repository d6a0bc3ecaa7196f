/**
 * The layout of the diagram: our own, group by group.
 *
 * Inner groups are arranged first and then stand in their parent as one part. An arrangement depends only
 * on what it is made of, so equal groups are arranged once, within a picture and from one to the next.
 */

import { ROOT } from "../network";
import {
  BOX_HEIGHT,
  BOX_WIDTH,
  type Box,
  type Direction,
  FRAME_HEADER,
  IN,
  type Line,
  OUT,
  type Picture,
  type Point,
  SLIM_HEIGHT,
  type Trunk,
} from "../picture";
import { type Arrangement, arrange, type Effort } from "./arrange";
import { Arrangements } from "./arrangements";
import { BEGIN, END } from "./flow";
import { liftEdges, type OpenGroup, type Skeleton } from "./lift";
import type { Part, Spot } from "./shape";

const FRAME_PADDING = 16;
/** A group or layer as its parent's layout sees it, and what is in it. */
interface Laid {
  path: string;
  /** Equal keys have equal sizes and insides. */
  key: string;
  part: Part;
  inside: { group: OpenGroup; arrangement: Arrangement; children: readonly Laid[] } | null;
}

/** A pure function of what is visible; kept only saves time. */
export function layoutPicture(
  network: Skeleton,
  open: ReadonlySet<string>,
  direction: Direction = "down",
  kept = new Arrangements(),
  effort: Effort = "full",
): Picture {
  const groups = liftEdges(network, open);
  const root = lay({ network, groups, direction, kept, effort }, ROOT);
  const drawing = new Drawing(direction);
  const inside = root.inside?.arrangement;
  if (root.inside) drawing.inside(root, 0, 0, 0);
  const [length, breadth] = [inside?.length ?? 0, inside?.breadth ?? 0];
  const [width, height] = direction === "down" ? [breadth, length] : [length, breadth];
  return { direction, ...drawing.parts, width, height };
}

interface Order {
  network: Skeleton;
  groups: ReadonlyMap<string, OpenGroup>;
  direction: Direction;
  kept: Arrangements;
  effort: Effort;
}

function lay(order: Order, path: string): Laid {
  const { direction, effort } = order;
  const group = order.groups.get(path);
  if (!group) {
    const part = boxPart(order.network.items.get(path), direction);
    const key = `${part.length} ${part.breadth} ${+part.bar}${+part.sideEntry}`;
    return { path, key, part, inside: null };
  }
  const children = group.children.map((child) => lay(order, child));
  const links = group.links.map(([from, to]) => `${from}>${to}`).join(" ");
  const structure = `${effort} ${direction}|${children.map(({ key }) => key).join(",")}|${links}`;
  const { id, arrangement } = order.kept.get(structure, () =>
    arrange(
      children.map((child) => child.part),
      group.links,
      effort,
    ),
  );
  const [before, after] = framePadding(direction);
  const part: Part = {
    length: arrangement.length + before.along + after.along,
    breadth: arrangement.breadth + before.across + after.across,
    axis: arrangement.axis + before.across,
    bar: false,
    sideEntry: false,
    slim: false,
  };
  return { path, key: `#${id}`, part, inside: { group, arrangement, children } };
}

type Drawn = Skeleton["items"] extends ReadonlyMap<string, infer One> ? One : never;

const SLIM_KINDS: readonly string[] = ["normalization", "activation", "merge", "other"];

function boxPart(item: Drawn | undefined, direction: Direction): Part {
  const slim = item?.type === "layer" && SLIM_KINDS.includes(item.kind);
  const height = slim ? SLIM_HEIGHT : BOX_HEIGHT;
  const [length, breadth] = direction === "down" ? [height, BOX_WIDTH] : [BOX_WIDTH, height];
  const merges = item?.type === "layer" && item.kind === "merge";
  return {
    length,
    breadth,
    axis: breadth / 2,
    bar: merges && item.op === "concat",
    sideEntry: merges,
    slim,
  };
}

const NO_PADDING = { along: 0, across: 0 };

/** The frame's header stands on top, whichever way data flows. */
function framePadding(direction: Direction) {
  const [top, side] = [FRAME_HEADER, FRAME_PADDING];
  return direction === "down"
    ? ([
        { along: top, across: side },
        { along: 0, across: side },
      ] as const)
    : ([
        { along: 0, across: top },
        { along: 0, across: side },
      ] as const);
}

/** Boxes and lines in the plane, from the arrangements of all groups. */
class Drawing {
  private readonly boxes: Box[] = [];
  private readonly lines: Line[] = [];
  private readonly trunks: Trunk[] = [];

  constructor(private readonly direction: Direction) {}

  get parts() {
    return { boxes: this.boxes, lines: this.lines, trunks: this.trunks };
  }

  private point([across, along]: Spot): Point {
    return this.direction === "down" ? [across, along] : [along, across];
  }

  /** What is in an open group whose content begins here. */
  inside(laid: Laid, across: number, along: number, depth: number): void {
    if (!laid.inside) return;
    const { group, arrangement, children } = laid.inside;
    for (const [slot, child] of children.entries()) {
      const place = arrangement.places[slot];
      if (place) this.box(child, place.breadth, across + place.across, along + place.along, depth);
    }
    // Edges that cross the border begin and end on it, not where the content does.
    const [before, after] = depth > 0 ? framePadding(this.direction) : [NO_PADDING, NO_PADDING];
    const draw = (spots: readonly Spot[], from: number | null, to: number | null) =>
      spots.map(([a, b], index) => {
        const first = index === 0 && from === BEGIN ? before.along : 0;
        const last = index === spots.length - 1 && to === END ? after.along : 0;
        return this.point([a + across, b + along - first + last]);
      });
    const name = (end: number) =>
      end === BEGIN ? IN : end === END ? OUT : (group.children[end] ?? OUT);
    const within = group.path;
    for (const { from, to, skips, spots } of arrangement.routes)
      this.lines.push({
        from: name(from),
        to: name(to),
        within,
        points: draw(spots, from, to),
        skips,
      });
    for (const { waysIn, waysOut, links } of arrangement.bundles) {
      const ins = [...waysIn].map(
        ([from, spots]) => [name(from), draw(spots, from, null)] as const,
      );
      const outs = [...waysOut].map(([to, spots]) => [name(to), draw(spots, null, to)] as const);
      this.trunks.push({
        within,
        lane: laneOf(
          ins.flatMap(([, points]) => points.slice(-1)),
          outs.flatMap(([, points]) => points.slice(0, 1)),
        ),
        waysIn: new Map(ins),
        waysOut: new Map(outs),
        links: links.map(([from, to]) => ({ from: name(from), to: name(to) })),
      });
    }
  }

  private box(laid: Laid, breadth: number, across: number, along: number, depth: number): void {
    const [x, y] = this.point([across, along]);
    const { length } = laid.part;
    const [width, height] = this.direction === "down" ? [breadth, length] : [length, breadth];
    const frame = laid.inside !== null;
    this.boxes.push({ path: laid.path, x, y, width, height, frame, depth });
    const [before] = framePadding(this.direction);
    this.inside(laid, across + before.across, along + before.along, depth + 1);
  }
}

/** From the first way in to the last way out. */
function laneOf(starts: readonly Point[], ends: readonly Point[]): readonly [Point, Point] {
  const along = ([x, y]: Point) => x + y;
  const pick = (points: readonly Point[], best: (a: number, b: number) => boolean): Point =>
    points.reduce(
      (found, point) => (best(along(point), along(found)) ? point : found),
      points[0] ?? [0, 0],
    );
  return [pick(starts, (a, b) => a < b), pick(ends, (a, b) => a > b)];
}
