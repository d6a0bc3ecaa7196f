/** Which architectures the gallery shows, in which order, and the same in the address. */

import { type Searchable, searchArchitectures } from "./search";

export const ORDERS = ["year", "params", "macs", "error"] as const;
export type Order = (typeof ORDERS)[number];

export interface GalleryView {
  search: string;
  /** Empty: all families. */
  family: string;
  order: Order;
}

export interface Listed extends Searchable {
  params: number | null;
  macs: number | null;
  activation_bytes: number | null;
  top1_error_pct: number | null;
}

export function readGalleryView(query: URLSearchParams): GalleryView {
  const order = query.get("order");
  return {
    search: query.get("search") ?? "",
    family: query.get("family") ?? "",
    order: ORDERS.find((known) => known === order) ?? "year",
  };
}

export function writeGalleryView(view: GalleryView): URLSearchParams {
  const query = new URLSearchParams();
  if (view.search) query.set("search", view.search);
  if (view.family) query.set("family", view.family);
  if (view.order !== "year") query.set("order", view.order);
  return query;
}

const KEYS: Record<Order, (item: Listed) => number | null> = {
  year: (item) => item.year,
  params: (item) => item.params,
  macs: (item) => item.macs,
  error: (item) => item.top1_error_pct,
};

/** Unknown values come last; equal ones keep the order they came in. */
function compareBy(order: Order): (a: Listed, b: Listed) => number {
  const key = KEYS[order];
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return x - y;
  };
}

export function galleryItems<Item extends Listed>(
  items: readonly Item[],
  view: GalleryView,
): Item[] {
  const inFamily = view.family ? items.filter((item) => item.family === view.family) : items;
  return searchArchitectures(inFamily, view.search).sort(compareBy(view.order));
}

export function families(items: readonly Listed[]): string[] {
  return [...new Set(items.map((item) => item.family))];
}

export interface LogRange {
  least: number;
  most: number;
}

/**
 * The decades that hold all known positive values, so that a bar's length means the same on every
 * card; null when nothing is known.
 */
export function decades(values: readonly (number | null)[]): LogRange | null {
  const known = values.filter((value): value is number => value !== null && value > 0);
  if (known.length === 0) return null;
  return {
    least: 10 ** Math.floor(Math.log10(Math.min(...known)) - 0.3),
    most: 10 ** Math.ceil(Math.log10(Math.max(...known))),
  };
}

/** Where a value lies in the range on a log scale, 0 to 1; null when unknown. */
export function logShare(value: number | null, range: LogRange | null): number | null {
  if (value === null || range === null) return null;
  if (value <= range.least) return 0;
  const share = Math.log(value / range.least) / Math.log(range.most / range.least);
  return Math.min(1, share);
}
