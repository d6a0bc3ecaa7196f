/** Which architectures the gallery shows, in which order, and the same in the address. */

import { type Searchable, searchArchitectures } from "./architecture-search";

export const ORDERS = ["history", "params", "macs", "error", "name"] as const;
export type Order = (typeof ORDERS)[number];

/** What narrows the list; the names are those of the server's own filters. */
export interface GalleryFilter {
  search: string;
  /** Empty: all families. */
  family: string;
  year_min: number | null;
  year_max: number | null;
  params_max: number | null;
  macs_max: number | null;
}

export interface GalleryView extends GalleryFilter {
  order: Order;
  /** Families of which all variants are shown, not only the first. */
  unfolded: readonly string[];
}

export interface Listed extends Searchable {
  params: number | null;
  macs: number | null;
  activation_bytes: number | null;
  top1_error_pct: number | null;
}

export const NO_FILTER: GalleryFilter = {
  search: "",
  family: "",
  year_min: null,
  year_max: null,
  params_max: null,
  macs_max: null,
};

const LIMITS = ["year_min", "year_max", "params_max", "macs_max"] as const;

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

/** What a person turns on and off; the two ends of the years are one filter. */
export type FilterName = "search" | "family" | "year" | "params_max" | "macs_max";

const FILTER_FIELDS: Record<FilterName, readonly (keyof GalleryFilter)[]> = {
  search: ["search"],
  family: ["family"],
  year: ["year_min", "year_max"],
  params_max: ["params_max"],
  macs_max: ["macs_max"],
};

export function activeFilters(view: GalleryFilter): FilterName[] {
  const names = Object.keys(FILTER_FIELDS) as FilterName[];
  return names.filter((name) => FILTER_FIELDS[name].some((field) => view[field]));
}

export function without<View extends GalleryFilter>(view: View, name: FilterName): View {
  const fields = FILTER_FIELDS[name].map((field) => [field, NO_FILTER[field]]);
  return { ...view, ...Object.fromEntries(fields) };
}

/** A value that is unknown does not meet a limit, as on the server. */
function withinLimits(item: Listed, view: GalleryFilter): boolean {
  const atMost = (value: number | null, most: number | null) =>
    most === null || (value !== null && value <= most);
  return (
    (!view.family || item.family.toLowerCase() === view.family.toLowerCase()) &&
    (view.year_min === null || (item.year !== null && item.year >= view.year_min)) &&
    atMost(item.year, view.year_max) &&
    atMost(item.params, view.params_max) &&
    atMost(item.macs, view.macs_max)
  );
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
