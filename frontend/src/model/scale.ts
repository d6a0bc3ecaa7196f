/** From a cost to a step of the sequential colour scale. */

export const STEPS = 9;

/** The palest step is for what costs less than this part of the dearest. */
const FLOOR = 1 / 100;

export interface Scale {
  /** Where the palest step ends, and the largest value; null when there is no positive value. */
  domain: readonly [number, number] | null;
  /** 0 to STEPS - 1; null for an unknown value. */
  step(value: number | null | undefined): number | null;
}

/**
 * Logarithmic over two decades below the largest value.
 *
 * Layers stand beside closed stages that cost a hundred times as much; on a linear scale all layers
 * would look alike.
 */
export function logScale(values: Iterable<number | null | undefined>): Scale {
  const known = [...values].filter(
    (value): value is number => typeof value === "number" && value > 0,
  );
  if (known.length === 0)
    return { domain: null, step: (value) => (typeof value === "number" ? 0 : null) };
  const high = Math.max(...known);
  const low = high * FLOOR;
  return {
    domain: [low, high],
    step: (value) => {
      if (value === null || value === undefined) return null;
      if (value <= low) return 0;
      const position = Math.log(value / low) / Math.log(high / low);
      return Math.min(STEPS - 1, 1 + Math.floor(position * (STEPS - 1)));
    },
  };
}

/** A part of a whole, 0 to 1; null where either is unknown. */
export function share(
  part: number | null | undefined,
  whole: number | null | undefined,
): number | null {
  if (part === null || part === undefined || whole === null || whole === undefined) return null;
  return whole > 0 ? part / whole : 0;
}
