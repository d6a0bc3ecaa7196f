/** Bars of all cards on one logarithmic scale. */

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
