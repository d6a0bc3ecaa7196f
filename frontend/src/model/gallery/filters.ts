/** The gallery's filters: their fields, which of them are on, and which architectures they leave. */

import type { Searchable } from "./architecture-search";

export interface Listed extends Searchable {
  params: number | null;
  macs: number | null;
  activation_bytes: number | null;
  top1_error_pct: number | null;
}

/** The names are those of the server's own filters. */
export interface GalleryFilter {
  search: string;
  /** Empty: all families. */
  family: string;
  year_min: number | null;
  year_max: number | null;
  params_max: number | null;
  macs_max: number | null;
}

export const NO_FILTER: GalleryFilter = {
  search: "",
  family: "",
  year_min: null,
  year_max: null,
  params_max: null,
  macs_max: null,
};

export const LIMITS = ["year_min", "year_max", "params_max", "macs_max"] as const;

/** The filters as a person turns them on and off; the two ends of the years are one filter. */
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
export function withinLimits(item: Listed, view: GalleryFilter): boolean {
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
