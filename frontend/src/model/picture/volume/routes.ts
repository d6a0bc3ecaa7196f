/** The lines between boxes: within rows, over everything as arcs, and between lanes. */

import type { Line, Point } from "../picture";
import { IN } from "../picture";
import type { Arcs } from "./arcs";
import { type Cells, SHEET, SHEETS } from "./cells";
import { type Cuboid, ends } from "./geometry/projection";
import type { Graph } from "./graph";
import type { Places } from "./place";
import type { Rows } from "./rows";
import { type Pyramid, pyramidOf, windowOf } from "./windows";

export interface Route extends Line {
  /** What is drawn: one polyline, or one from each lane to each that it leads to. */
  strands: readonly (readonly Point[])[];
  /** Instead of the strands, where a convolution's window can be seen. */
  pyramids: readonly Pyramid[];
}

export interface Drawing {
  graph: Graph;
  rows: Rows;
  cells: Cells;
  places: Places;
  arcs: Arcs;
  cuboids: readonly (readonly Cuboid[])[];
  /** Down, so that everything is below the picture's upper border. */
  shift: number;
}

export function routesOf(drawing: Drawing): Route[] {
  const { graph } = drawing;
  return graph.links.map(([from, to], at) => routeOf(drawing, at, from, to));
}

function routeOf(drawing: Drawing, at: number, from: number, to: number): Route {
  const { graph, rows, cells } = drawing;
  const { y } = drawing.places;
  const points = waypoints(drawing, at, from, to);
  const [one, other] = [cells.cells[from]?.lanes ?? 1, cells.cells[to]?.lanes ?? 1];
  const straight = one === other && (cells.lanewise[to] ?? false);
  const pathOf = (node: number) => graph.nodes[node]?.path ?? IN;
  return {
    from: pathOf(from),
    to: pathOf(to),
    within: "",
    points,
    skips: rows.ways[at] === "arc",
    strands: one + other > 2 ? lanesOf(drawing, points, from, to, straight) : [points],
    // To another row rays would lead past what stands between.
    pyramids:
      rows.ways[at] === "row" && y[from] === y[to] ? pyramids(drawing, from, to, straight) : [],
  };
}

/** Where a line leaves a node and where it comes in, in the middle of all lanes. */
function waypoints(
  { graph, rows, places, arcs, cuboids, cells, shift }: Drawing,
  at: number,
  from: number,
  to: number,
): Point[] {
  const { columns, y } = places;
  const [start, end] = [graph.rank[from] ?? 0, graph.rank[to] ?? 0];
  const level = (node: number) => (y[node] ?? 0) + shift;
  const first: Point = [outOf(cuboids[from], cells.cells[from]?.count ?? 1), level(from)];
  const last: Point = [intoOf(cuboids[to]), level(to)];
  // Ways of different nodes beside each other, all within the gap.
  const track = 0.1 * (from % 3);
  const after = gap(columns[start]?.right, columns[start + 1]?.left, 0.25 + track);
  const before = gap(columns[end - 1]?.right, columns[end]?.left, 0.75 - track);
  if (rows.ways[at] === "arc") {
    const height = (arcs.height.get(from) ?? 0) + shift;
    return [first, [after, first[1]], [after, height], [before, height], [before, last[1]], last];
  }
  if (end === start + 1) {
    if (first[1] === last[1]) return [first, last];
    return [first, [after, first[1]], [after, last[1]], last];
  }
  const passing = places.rowAt(start + 1, rows.row[from] ?? 0) + shift;
  return simple([
    first,
    [after, first[1]],
    [after, passing],
    [before, passing],
    [before, last[1]],
    last,
  ]);
}

/** Without corners where the line goes straight on. */
function simple(points: readonly Point[]): Point[] {
  return points.filter(([x, y], at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before || !after) return true;
    return !(before[1] === y && after[1] === y) && !(before[0] === x && after[0] === x);
  });
}

/** A place between two columns; at the picture's end a little outside. */
function gap(left: number | undefined, right: number | undefined, share: number): number {
  const from = left ?? (right ?? 0) - 20;
  const to = right ?? from + 20;
  return from + (to - from) * share;
}

function outOf(cuboids: readonly Cuboid[] | undefined, count: number): number {
  const [first] = cuboids ?? [];
  return (first ? ends(first).out[0] : 0) + (count > 1 ? SHEET * SHEETS : 0);
}

function intoOf(cuboids: readonly Cuboid[] | undefined): number {
  const [first] = cuboids ?? [];
  return first ? ends(first).into[0] : 0;
}

/** Each lane goes on in its own, or to all of the next where they mix; on a longer way they go together. */
function lanesOf(
  { cuboids }: Drawing,
  points: readonly Point[],
  from: number,
  to: number,
  straight: boolean,
): (readonly Point[])[] {
  const [first, last] = [points[0], points.at(-1)];
  const sources = (cuboids[from] ?? []).map((one): Point => [first?.[0] ?? 0, ends(one).out[1]]);
  const targets = (cuboids[to] ?? []).map((one): Point => [last?.[0] ?? 0, ends(one).into[1]]);
  if (points.length === 2 && straight)
    return sources.flatMap((source, lane) => {
      const target = targets[lane];
      return target ? [[source, target]] : [];
    });
  if (points.length === 2)
    return sources.flatMap((source) => targets.map((target) => [source, target]));
  const [turn, back] = [points[1], points.at(-2)];
  if (!turn || !back) return [points];
  return [
    ...sources.map((source): Point[] => [source, [turn[0], source[1]], turn]),
    points.slice(1, -1),
    ...targets.map((target): Point[] => [back, [back[0], target[1]], target]),
  ];
}

/** From each lane's window to the lanes that it makes. */
function pyramids(
  { graph, cells, cuboids }: Drawing,
  from: number,
  to: number,
  straight: boolean,
): Pyramid[] {
  const item = graph.nodes[to];
  const layer = item?.type === "layer" ? cells.layerOf.get(item.path) : undefined;
  const [one, other] = [cells.cells[from], cells.cells[to]];
  if (!layer || !one || !other) return [];
  // What is drawn at a closed group is its last layer's output, and another may be read.
  const drawn = cells.outputs[from];
  if (drawn !== null && drawn !== layer.inputs[0]) return [];
  const window = windowOf(layer, one.tensor, other.tensor);
  if (!window) return [];
  const side = cells.scales.side;
  return (cuboids[from] ?? []).flatMap((source, lane) =>
    (cuboids[to] ?? []).flatMap((target, at) => {
      const drawnOne =
        straight && lane !== at ? null : pyramidOf(window, source, target, side, one.lanes);
      return drawnOne ? [drawnOne] : [];
    }),
  );
}
