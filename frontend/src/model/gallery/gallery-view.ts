/** The gallery's view: filters and order, in the address and applied to the architectures. */

import { searchArchitectures } from "./architecture-search";
import {
  activeFilters,
  type FilterName,
  type GalleryFilter,
  LIMITS,
  type Listed,
  NO_FILTER,
  withinLimits,
  without,
} from "./filters";

const ORDERS = ["history", "params", "macs", "error", "name"] as const;
export type Order = (typeof ORDERS)[number];

export interface GalleryView extends GalleryFilter {
  order: Order;
  /** Families of which all variants are shown, not only the first. */
  unfolded: readonly string[];
}

function readLimit(text: string | null): number | null {
  const value = Number(text);
  return text && Number.isFinite(value) && value > 0 ? value : null;
}

export function readGalleryView(query: URLSearchParams): GalleryView {
  const order = query.get("order");
  const limits = LIMITS.map((name) => [name, readLimit(query.get(name))]);
  return {
    ...NO_FILTER,
    ...(Object.fromEntries(limits) as Partial<GalleryFilter>),
    search: query.get("search") ?? "",
    family: query.get("family") ?? "",
    order: ORDERS.find((known) => known === order) ?? "history",
    unfolded: query.getAll("all"),
  };
}

/** Only what differs from the plain gallery is written. */
export function writeGalleryView(view: GalleryView): URLSearchParams {
  const query = new URLSearchParams();
  if (view.search) query.set("search", view.search);
  if (view.family) query.set("family", view.family);
  for (const name of LIMITS) if (view[name] !== null) query.set(name, String(view[name]));
  if (view.order !== "history") query.set("order", view.order);
  for (const family of view.unfolded) query.append("all", family);
  return query;
}

const NAMES = new Intl.Collator("en", { numeric: true });

const KEYS: Record<Exclude<Order, "name">, (item: Listed) => number | null> = {
  history: (item) => item.year,
  params: (item) => item.params,
  macs: (item) => item.macs,
  error: (item) => item.top1_error_pct,
};

/** Unknown values come last; equal ones keep the order they came in. */
function compareBy(order: Order): (a: Listed, b: Listed) => number {
  if (order === "name") return (a, b) => NAMES.compare(a.name, b.name);
  const key = KEYS[order];
  return (a, b) => {
    const [x, y] = [key(a), key(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    return x - y;
  };
}

export function galleryItems<Item extends Listed>(
  items: readonly Item[],
  view: GalleryFilter & { order: Order },
): Item[] {
  const within = items.filter((item) => withinLimits(item, view));
  return searchArchitectures(within, view.search).sort(compareBy(view.order));
}

/** What taking one filter off would show, for each that is on; the most helpful first. */
export function loosened<Item extends Listed>(
  items: readonly Item[],
  view: GalleryView,
): { name: FilterName; count: number }[] {
  return activeFilters(view)
    .map((name) => ({ name, count: galleryItems(items, without(view, name)).length }))
    .filter((way) => way.count > 0)
    .sort((a, b) => b.count - a.count);
}
