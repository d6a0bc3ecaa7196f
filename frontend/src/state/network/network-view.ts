/**
 * A reader's view of one network: which groups are open, what colours it, what is selected, where the camera is.
 *
 * A value with a signal, made by the page that shows the network and handed down by context. A page with several
 * networks makes several. The address bar is one client (view-address.ts); a view without an address works as well.
 */

import { type ReadonlySignal, signal } from "@preact/signals";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Dtype } from "../../api/types";
import type { Metric } from "../../model/figures/metrics";
import type { Convention } from "../../model/figures/operations";
import type { LegendFilter } from "../../model/figures/overlay";
import type { Direction } from "../../model/picture/picture";
import type { Camera } from "../../model/picture/viewport";

export const SCALES = ["auto", "linear", "log", "rank"] as const;
export type ScaleChoice = (typeof SCALES)[number];

export const PICTURES = ["diagram", "volume"] as const;
export type PictureKind = (typeof PICTURES)[number];

export const DIRECTIONS = ["down", "right"] as const satisfies readonly Direction[];

/** The data types of the API; one that is missing here does not compile. */
const EVERY_DTYPE: Record<Dtype, true> = {
  float32: true,
  float16: true,
  bfloat16: true,
  int8: true,
};
export const DTYPES = Object.keys(EVERY_DTYPE) as Dtype[];

export const TABS = ["table", "charts", "layer", "measurements", "training", "about"] as const;
export type PanelTab = (typeof TABS)[number];

/** The table's: the lecture's list, that list with what costs little, or a tree of groups and layers. */
export const TABLE_ROWS = ["layers", "operations", "tree"] as const;
export type TableRows = (typeof TABLE_ROWS)[number];

export interface ViewState {
  /** Paths of the open groups; all; whole levels; or null for the cut of the tree that fits the window. */
  open: readonly string[] | "all" | number | null;
  metric: Metric;
  scale: ScaleChoice;
  /** Only boxes of these colours stand out. */
  steps: LegendFilter;
  picture: PictureKind;
  direction: Direction;
  /**
   * Normalization and activation drawn with the convolution before them, as the lecture's tables do?
   * Null for what suits the picture.
   */
  fused: boolean | null;
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

export const DEFAULT_VIEW: ViewState = {
  open: null,
  metric: "memory",
  scale: "auto",
  steps: null,
  picture: "diagram",
  direction: "down",
  fused: null,
  training: false,
  layer: null,
  tab: "table",
  measurement: null,
  find: "",
  camera: null,
  batch: 1,
  height: null,
  width: null,
  dtype: "float32",
  count: null,
  byStage: false,
  rows: "layers",
};

/** In volume a normalization or an activation would be the same box again. */
export function isFusedByDefault(picture: PictureKind): boolean {
  return picture === "volume";
}

export function isFused({ fused, picture }: ViewState): boolean {
  return fused ?? isFusedByDefault(picture);
}

/** A step is one that the browser's back button undoes; a detail is not. */
export type HistoryKind = "step" | "detail";

export class NetworkView {
  private readonly current;

  /** onChange hears each change made here, not what is taken over by `restore`. */
  constructor(
    initial: ViewState = DEFAULT_VIEW,
    private readonly onChange: (state: ViewState, history: HistoryKind) => void = () => undefined,
  ) {
    this.current = signal(initial);
  }

  get state(): ReadonlySignal<ViewState> {
    return this.current;
  }

  change(change: Partial<ViewState>, history: HistoryKind = "step"): void {
    const isChanged = this.restore({ ...this.current.peek(), ...change });
    if (isChanged) this.onChange(this.current.peek(), history);
  }

  /**
   * Takes over a state from elsewhere; false if it is the present one.
   *
   * Fields that are equal keep their identity, so that nothing is computed again.
   */
  restore(next: ViewState): boolean {
    const before = this.current.peek();
    const fields = Object.keys(next) as (keyof ViewState)[];
    const changed = fields.filter((field) => !isEqual(before[field], next[field]));
    if (changed.length === 0) return false;
    const changes = changed.map((field) => [field, next[field]] as const);
    this.current.value = { ...before, ...Object.fromEntries(changes) };
    return true;
  }
}

/** Fields are words, numbers, short lists of them, or a camera. */
function isEqual(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

export const NetworkViewContext = createContext<NetworkView | null>(null);

/** The view of the network that the component belongs to. */
export function useNetworkView(): NetworkView {
  const view = useContext(NetworkViewContext);
  if (!view)
    throw new Error("A component of a network's page is used outside a NetworkViewContext.");
  return view;
}
