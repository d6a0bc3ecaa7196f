/**
 * What the diagram page shows, as its address says.
 *
 * Everything a person would want to send is here, so that a link opens the same view in a fresh
 * browser. A word that is left out means its default.
 */

import { computed } from "@preact/signals";
import { CONVENTIONS, type Convention } from "../model/figures/operations";
import type { Picked } from "../model/figures/overlay";
import type { Camera } from "../model/picture/viewport";
import { navigateQuery, query, replaceQuery } from "./navigation";

export const METRICS = [
  "memory",
  "params",
  "macs",
  "other_ops",
  "intensity",
  "bytes_moved",
  "receptive_field",
  "latency",
] as const;
export type Metric = (typeof METRICS)[number];

export const SCALES = ["auto", "linear", "log", "rank"] as const;
export type ScaleChoice = (typeof SCALES)[number];

export const PICTURES = ["diagram", "volume"] as const;
export type PictureKind = (typeof PICTURES)[number];

export const DIRECTIONS = ["down", "right"] as const;
export type Direction = (typeof DIRECTIONS)[number];

export const DTYPES = ["float32", "float16", "bfloat16", "int8"] as const;
export type Dtype = (typeof DTYPES)[number];

export const TABS = ["table", "charts", "layer", "measurements", "training", "about"] as const;
export type PanelTab = (typeof TABS)[number];

/** The table's: the lecture's list, that list with what costs little, or a tree of groups and layers. */
export const TABLE_ROWS = ["layers", "operations", "tree"] as const;
export type TableRows = (typeof TABLE_ROWS)[number];

export interface DiagramView {
  /** Paths of the open groups; all; whole levels; or null for the cut of the tree that fits the window. */
  open: readonly string[] | "all" | number | null;
  metric: Metric;
  scale: ScaleChoice;
  /** Only boxes of these colours stand out. */
  steps: Picked;
  picture: PictureKind;
  direction: Direction;
  /**
   * Normalization and activation drawn with the convolution before them, as the lecture's tables do?
   * Null for what suits the picture.
   */
  fold: boolean | null;
  /** Layers that only training has, such as auxiliary classifiers? */
  training: boolean;
  /** Path of the selected layer or group. */
  layer: string | null;
  tab: PanelTab;
  /** The measurement whose latencies are shown; null for the newest. */
  measurement: string | null;
  /** What is searched for in the network. */
  find: string;
  /** Null for everything in the window's width, from the top. */
  camera: Camera | null;
  /** What costs are computed for; null for the network's own size. */
  batch: number;
  height: number | null;
  width: number | null;
  dtype: Dtype;
  /** Null for the reader's own choice. */
  count: Convention | null;
  /** Are the bar charts by stage instead of by layer? */
  byStage: boolean;
  rows: TableRows;
}

function oneOf<Word extends string>(words: readonly Word[], text: string | null): Word | null {
  return words.find((word) => word === text) ?? null;
}

function whole(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : null;
}

/** "12.5,-40,0.8" */
function parseCamera(text: string | null): Camera | null {
  const [x, y, k, ...rest] = (text ?? "").split(",").map(Number);
  const given = x !== undefined && y !== undefined && k !== undefined && rest.length === 0;
  return given && [x, y, k].every(Number.isFinite) && k > 0 ? { x, y, k } : null;
}

/** "3-8", or "unknown" */
function parseSteps(text: string | null): Picked {
  if (text === "unknown") return text;
  const [, first, last] = /^(\d)-(\d)$/.exec(text ?? "") ?? [];
  return first !== undefined && last !== undefined && first <= last
    ? [Number(first), Number(last)]
    : null;
}

function parseOpen(open: string | null, levels: number | null): DiagramView["open"] {
  if (open === null) return levels;
  return open === "all" ? open : open.split(",").filter((path) => path && path !== "none");
}

/** In volume a normalization or an activation would be the same box again. */
export function foldsAtFirst(picture: PictureKind): boolean {
  return picture === "volume";
}

export function isFolded({ fold, picture }: DiagramView): boolean {
  return fold ?? foldsAtFirst(picture);
}

export function parseDiagramView(params: URLSearchParams): DiagramView {
  const fold = oneOf(["0", "1"], params.get("fold"));
  return {
    open: parseOpen(params.get("open"), whole(params.get("levels"))),
    metric: oneOf(METRICS, params.get("metric")) ?? "memory",
    scale: oneOf(SCALES, params.get("scale")) ?? "auto",
    steps: parseSteps(params.get("steps")),
    picture: oneOf(PICTURES, params.get("picture")) ?? "diagram",
    direction: oneOf(DIRECTIONS, params.get("direction")) ?? "down",
    fold: fold === null ? null : fold === "1",
    training: params.get("training") === "1",
    layer: params.get("layer"),
    tab: oneOf(TABS, params.get("tab")) ?? "table",
    measurement: params.get("measurement"),
    find: params.get("find") ?? "",
    camera: parseCamera(params.get("at")),
    batch: whole(params.get("batch")) ?? 1,
    height: whole(params.get("height")),
    width: whole(params.get("width")),
    dtype: oneOf(DTYPES, params.get("dtype")) ?? "float32",
    count: oneOf(CONVENTIONS, params.get("count")),
    byStage: params.get("bars") === "stage",
    rows: oneOf(TABLE_ROWS, params.get("rows")) ?? "layers",
  };
}

function unless<Value>(usual: Value, value: Value): string | null {
  return value === usual || value === null ? null : String(value);
}

function openText(open: DiagramView["open"]): string | null {
  if (open === null || typeof open === "number") return null;
  return open === "all" ? open : open.join(",") || "none";
}

function stepsText(steps: Picked): string | null {
  return typeof steps === "string" ? steps : (steps?.join("-") ?? null);
}

/** A tenth of a unit is less than a pixel. */
function cameraText({ x, y, k }: Camera): string {
  return [x.toFixed(1), y.toFixed(1), String(Number(k.toPrecision(4)))].join(",");
}

/** Only what differs from the default is written, and what other parts of the page put there is kept. */
export function diagramQuery(view: DiagramView, present = new URLSearchParams()): URLSearchParams {
  const params = new URLSearchParams(present);
  const { open } = view;
  const words: Record<string, string | null> = {
    open: openText(open),
    levels: typeof open === "number" ? String(open) : null,
    metric: unless("memory", view.metric),
    scale: unless("auto", view.scale),
    steps: stepsText(view.steps),
    picture: unless("diagram", view.picture),
    direction: unless("down", view.direction),
    fold: view.fold === null ? null : view.fold ? "1" : "0",
    training: view.training ? "1" : null,
    layer: view.layer,
    tab: unless("table", view.tab),
    measurement: view.measurement,
    find: unless("", view.find),
    at: view.camera && cameraText(view.camera),
    batch: unless(1, view.batch),
    height: unless(null, view.height),
    width: unless(null, view.width),
    dtype: unless("float32", view.dtype),
    count: view.count,
    bars: view.byStage ? "stage" : null,
    rows: unless("layers", view.rows),
  };
  for (const [name, value] of Object.entries(words))
    if (value === null) params.delete(name);
    else params.set(name, value);
  return params;
}

export const diagramView = computed(() => parseDiagramView(query.value));

/** Changes the view; each change is a step that the browser's back button undoes, unless it is a detail. */
export function changeView(
  change: Partial<DiagramView>,
  history: "step" | "detail" = "step",
): void {
  const params = diagramQuery({ ...diagramView.peek(), ...change }, query.peek());
  if (history === "detail") replaceQuery(params);
  else navigateQuery(params);
}
