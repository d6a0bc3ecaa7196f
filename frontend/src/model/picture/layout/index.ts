/**
 * The layout of the diagram: our own, group by group.
 *
 * Inner groups are arranged first and then stand in their parent as one part. An arrangement depends only
 * on what it is made of, so equal groups are arranged once, within a picture and from one to the next.
 */

import { ROOT } from "../../network/network";
import {
  type Box,
  type Direction,
  FRAME_HEADER,
  IN,
  type Line,
  OUT,
  type Picture,
  type Point,
  type Trunk,
} from "../picture";
import { type Arrangement, arrange, type Effort } from "./arrange";
import { Arrangements } from "./arrangements";
import { BEGIN, END } from "./flow";
import { LEAF_PARTS, leafKind } from "./leaf";
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
    const key = leafKind(order.network.items.get(path));
    return { path, key, part: LEAF_PARTS[direction][key], inside: null };
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
  const before = BEFORE[direction];
  const part: Part = {
    length: arrangement.length + before.along,
    breadth: arrangement.breadth + before.across + FRAME_PADDING,
    axis: arrangement.axis + before.across,
    bar: false,
    sideEntry: false,
    slim: false,
  };
  return { path, key: `#${id}`, part, inside: { group, arrangement, children } };
}

/** Before a frame's content. Its header stands on top, whichever way data flows; after the content, only across. */
const BEFORE: Readonly<Record<Direction, { along: number; across: number }>> = {
  down: { along: FRAME_HEADER, across: FRAME_PADDING },
  right: { along: 0, across: FRAME_HEADER },
};

/** Boxes and lines in the plane, from the arrangements of all groups. */
class Drawing {
  private readonly boxes: Box[] = [];
  private readonly lines: Line[] = [];
  private readonly trunks: Trunk[] = [];

  constructor(private readonly direction: Direction) {}

  get parts() {
    return { boxes: this.boxes, lines: this.lines, trunks: this.trunks };
  }

  private point(across: number, along: number): Point {
    return this.direction === "down" ? [across, along] : [along, across];
  }

  /** What is in an open group whose content begins here. */
  inside(laid: Laid, across: number, along: number, depth: number): void {
    if (!laid.inside) return;
    const { group, arrangement, children } = laid.inside;
    children.forEach((child, slot) => {
      const place = arrangement.places[slot];
      if (place) this.box(child, place.breadth, across + place.across, along + place.along, depth);
    });
    // Edges that come in begin on the border, not where the content does.
    const before = depth > 0 ? BEFORE[this.direction].along : 0;
    const draw = (spots: readonly Spot[], from: number | null) =>
      spots.map((spot, index) => {
        const header = index === 0 && from === BEGIN ? before : 0;
        return this.point(spot[0] + across, spot[1] + along - header);
      });
    const name = (end: number) =>
      end === BEGIN ? IN : end === END ? OUT : (group.children[end] ?? OUT);
    const within = group.path;
    for (const { from, to, skips, spots } of arrangement.routes) {
      const points = draw(spots, from);
      this.lines.push({ from: name(from), to: name(to), within, points, skips });
    }
    for (const { waysIn, waysOut, links } of arrangement.bundles) {
      const ins = [...waysIn].map(([from, spots]) => [name(from), draw(spots, from)] as const);
      const outs = [...waysOut].map(([to, spots]) => [name(to), draw(spots, null)] as const);
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
    const [x, y] = this.point(across, along);
    const [width, height] = this.point(breadth, laid.part.length);
    const frame = laid.inside !== null;
    this.boxes.push({ path: laid.path, x, y, width, height, frame, depth });
    if (!frame) return;
    const before = BEFORE[this.direction];
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
