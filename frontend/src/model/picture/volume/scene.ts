/**
 * A network in volume: every visible tensor as a box in true proportion, from left to right along the flow.
 *
 * Plain data; view/picture/volume draws it, for the page and for its export.
 */

import type { Item, Network, Report } from "../../network/network";
import type { Region } from "../level-of-detail";
import type { Box, Picture, Point } from "../picture";
import { arcsOf } from "./arcs";
import { type Bracket, bracketsOf } from "./brackets";
import { type Cell, cellsOf, SHEET, SHEETS, shapeText } from "./cells";
import { rowFrames } from "./frames";
import { type Cuboid, cuboidAt } from "./geometry/projection";
import type { Scales } from "./geometry/scale";
import { graphOf, IMAGE } from "./graph";
import { type Label, labelsOf, overBorders } from "./labels";
import { BORDER, placesOf } from "./place";
import { type Route, routesOf } from "./routes";
import { rowsOf } from "./rows";

export interface Volume {
  path: string;
  /** Null for the network's input. */
  item: Item | null;
  /** Where its boxes are, without what is written around them. */
  region: Region;
  /** One for each lane, from the top. */
  cuboids: readonly Cuboid[];
  /** Behind a stack of equal groups: the maps of others like it. */
  sheets: readonly (readonly Point[])[];
  labels: readonly Label[];
  overBorders: readonly (readonly [Point, Point])[];
  /** Channels beyond the border of its lane that a layer of it sees. */
  reach: number;
  /** Drawn larger than its scale says. */
  raised: boolean;
  /** "96 × 55 × 55", "256 × 27 × 27 in 2 lanes". */
  shape: string;
}

export interface Scene {
  /** The boxes and the ways between them, for the map, the keyboard and what is visible. */
  picture: Picture;
  /** In the order of the flow, the image first. */
  volumes: readonly Volume[];
  byPath: ReadonlyMap<string, Volume>;
  routes: readonly Route[];
  brackets: readonly Bracket[];
  scales: Scales;
  /** Is anything drawn larger than its scale says? */
  raised: boolean;
  /** Is anything drawn as a vector? */
  vectors: boolean;
}

export function sceneOf(network: Network, report: Report, open: ReadonlySet<string>): Scene {
  const graph = graphOf(network, open);
  const rows = rowsOf(graph);
  const cells = cellsOf(network, report, graph);
  const inRows = rowFrames(graph, rows);
  const places = placesOf(graph, rows, cells, inRows);
  const arcs = arcsOf(graph, rows, places.columns);
  const { brackets, bottom } = bracketsOf(graph, inRows, places);
  const shift = BORDER - arcs.top;
  const cuboids = cells.cells.map((cell, node) =>
    lanesAt(cell, places.x[node] ?? 0, (places.y[node] ?? 0) + shift),
  );
  const routes = routesOf({ graph, rows, cells, places, arcs, cuboids, shift });
  const volumes = graph.order.flatMap((node) => {
    const cell = cells.cells[node];
    return cell ? [volumeOf(graph.nodes[node] ?? null, cell, cuboids[node] ?? [])] : [];
  });
  return {
    picture: {
      direction: "right",
      boxes: volumes.flatMap((volume): Box[] =>
        volume.item ? [{ ...volume.region, path: volume.path, frame: false, depth: 0 }] : [],
      ),
      lines: routes,
      bundles: [],
      width: (places.columns.at(-1)?.right ?? 0) + BORDER,
      height: bottom + shift + BORDER,
    },
    volumes,
    byPath: new Map(volumes.map((volume) => [volume.path, volume])),
    routes,
    brackets: brackets.map((bracket) => ({ ...bracket, y: bracket.y + shift })),
    scales: cells.scales,
    raised: volumes.some(({ raised }) => raised),
    vectors: cells.cells.some(({ tensor }) => tensor.height === null),
  };
}

function lanesAt({ lanes, pitch, extent }: Cell, x: number, y: number): Cuboid[] {
  return Array.from({ length: lanes }, (_, lane) =>
    cuboidAt(x, y + (lane - (lanes - 1) / 2) * pitch, extent),
  );
}

function volumeOf(item: Item | null, cell: Cell, cuboids: readonly Cuboid[]): Volume {
  const [first, last] = [cuboids[0], cuboids.at(-1)];
  const sheets = cell.count > 1 ? sheetsBehind(cuboids) : [];
  const [x, y] = [first?.left ?? 0, first?.roof ?? 0];
  return {
    path: item?.path ?? IMAGE,
    item,
    region: {
      x,
      y,
      width: (first?.right ?? 0) + (sheets.length > 0 ? SHEETS * SHEET : 0) - x,
      height: (last?.bottom ?? 0) - y,
    },
    cuboids,
    sheets,
    labels: labelsOf(cell, cuboids),
    overBorders: overBorders(cell, cuboids),
    reach: cell.reach,
    raised: cell.extent.raised,
    shape: shapeText(cell),
  };
}

/** The farthest first, so that nearer ones cover it. */
function sheetsBehind(cuboids: readonly Cuboid[]): (readonly Point[])[] {
  const numbers = Array.from({ length: SHEETS }, (_, sheet) => (SHEETS - sheet) * SHEET);
  return cuboids.flatMap(({ side }) =>
    numbers.map((away) => side.map(([x, y]): Point => [x + away, y])),
  );
}
