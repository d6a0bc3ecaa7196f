/**
 * The layout of the diagram: our own, group by group.
 *
 * Inner groups are arranged first and then stand in their parent as one item. An arrangement depends only
 * on what it is made of, so equal groups are arranged once, within a picture and from one to the next.
 */

import { ROOT } from "../../network/network";
import {
  type Box,
  type Direction,
  type EdgeBundle,
  FRAME_HEADER,
  IN,
  type Line,
  OUT,
  type Picture,
  type Point,
} from "../picture";
import { type Arrangement, arrange, type Quality } from "./arrangement/arrange";
import { BEGIN, END } from "./arrangement/flow";
import type { LayoutItem, LayoutPoint } from "./arrangement/shape";
import { ArrangementCache } from "./arrangement-cache";
import { LEAF_ITEMS, leafKind } from "./leaf";
import { liftEdges, type OpenGroup, type Skeleton } from "./lift";

const FRAME_PADDING = 16;
/** A group or layer as its parent's layout sees it, and what is in it. */
interface ArrangedItem {
  path: string;
  /** Equal keys have equal sizes and insides. */
  key: string;
  item: LayoutItem;
  inside: { group: OpenGroup; arrangement: Arrangement; children: readonly ArrangedItem[] } | null;
}

/** A pure function of what is visible; the cache only saves time. */
export function layoutPicture(
  network: Skeleton,
  open: ReadonlySet<string>,
  direction: Direction = "down",
  cache = new ArrangementCache(),
  quality: Quality = "full",
): Picture {
  const groups = liftEdges(network, open);
  const root = arrangeItem({ network, groups, direction, cache, quality }, ROOT);
  const drawing = new Drawing(direction);
  const inside = root.inside?.arrangement;
  if (root.inside) drawing.inside(root, 0, 0, 0);
  const [mainSize, crossSize] = [inside?.mainSize ?? 0, inside?.crossSize ?? 0];
  const [width, height] = direction === "down" ? [crossSize, mainSize] : [mainSize, crossSize];
  return { direction, ...drawing.contents, width, height };
}

interface LayoutContext {
  network: Skeleton;
  groups: ReadonlyMap<string, OpenGroup>;
  direction: Direction;
  cache: ArrangementCache;
  quality: Quality;
}

function arrangeItem(context: LayoutContext, path: string): ArrangedItem {
  const { direction, quality } = context;
  const group = context.groups.get(path);
  if (!group) {
    const key = leafKind(context.network.items.get(path));
    return { path, key, item: LEAF_ITEMS[direction][key], inside: null };
  }
  const children = group.children.map((child) => arrangeItem(context, child));
  const links = group.links.map(([from, to]) => `${from}>${to}`).join(" ");
  const structure = `${quality} ${direction}|${children.map(({ key }) => key).join(",")}|${links}`;
  const { id, arrangement } = context.cache.get(structure, () =>
    arrange(
      children.map((child) => child.item),
      group.links,
      quality,
    ),
  );
  const before = BEFORE[direction];
  const item: LayoutItem = {
    mainSize: arrangement.mainSize + before.main,
    crossSize: arrangement.crossSize + before.cross + FRAME_PADDING,
    axis: arrangement.axis + before.cross,
    bar: false,
    sideEntry: false,
    slim: false,
  };
  return { path, key: `#${id}`, item, inside: { group, arrangement, children } };
}

/** Before a frame's content. Its header stands on top, whichever way data flows; after the content there is padding on the cross axis alone. */
const BEFORE: Readonly<Record<Direction, { main: number; cross: number }>> = {
  down: { main: FRAME_HEADER, cross: FRAME_PADDING },
  right: { main: 0, cross: FRAME_HEADER },
};

/** Boxes and lines on the canvas, from the arrangements of all groups. */
class Drawing {
  private readonly boxes: Box[] = [];
  private readonly lines: Line[] = [];
  private readonly bundles: EdgeBundle[] = [];

  constructor(private readonly direction: Direction) {}

  get contents() {
    return { boxes: this.boxes, lines: this.lines, bundles: this.bundles };
  }

  private point(cross: number, main: number): Point {
    return this.direction === "down" ? [cross, main] : [main, cross];
  }

  /** What is in an open group whose content begins here. */
  inside(laid: ArrangedItem, cross: number, main: number, depth: number): void {
    if (!laid.inside) return;
    const { group, arrangement, children } = laid.inside;
    children.forEach((child, slot) => {
      const place = arrangement.places[slot];
      if (place) this.box(child, place.crossSize, cross + place.cross, main + place.main, depth);
    });
    // Edges that come in begin on the border, not where the content does.
    const before = depth > 0 ? BEFORE[this.direction].main : 0;
    const moved = (points: readonly LayoutPoint[], from: number | null) =>
      points.map((point, index) => {
        const header = index === 0 && from === BEGIN ? before : 0;
        return this.point(point[0] + cross, point[1] + main - header);
      });
    const name = (end: number) =>
      end === BEGIN ? IN : end === END ? OUT : (group.children[end] ?? OUT);
    const within = group.path;
    for (const { from, to, skips, points } of arrangement.routes)
      this.lines.push({
        from: name(from),
        to: name(to),
        within,
        points: moved(points, from),
        skips,
      });
    for (const { waysIn, waysOut, links } of arrangement.bundles) {
      const ins = [...waysIn].map(([from, points]) => [name(from), moved(points, from)] as const);
      const outs = [...waysOut].map(([to, points]) => [name(to), moved(points, null)] as const);
      this.bundles.push({
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

  private box(
    laid: ArrangedItem,
    crossSize: number,
    cross: number,
    main: number,
    depth: number,
  ): void {
    const [x, y] = this.point(cross, main);
    const [width, height] = this.point(crossSize, laid.item.mainSize);
    const frame = laid.inside !== null;
    this.boxes.push({ path: laid.path, x, y, width, height, frame, depth });
    if (!frame) return;
    const before = BEFORE[this.direction];
    this.inside(laid, cross + before.cross, main + before.main, depth + 1);
  }
}

/** From the first way in to the last way out. */
function laneOf(starts: readonly Point[], ends: readonly Point[]): readonly [Point, Point] {
  const main = ([x, y]: Point) => x + y;
  const pick = (points: readonly Point[], best: (a: number, b: number) => boolean): Point =>
    points.reduce(
      (found, point) => (best(main(point), main(found)) ? point : found),
      points[0] ?? [0, 0],
    );
  return [pick(starts, (a, b) => a < b), pick(ends, (a, b) => a > b)];
}
