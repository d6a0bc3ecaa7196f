/** What a comparison is made of: fetched for a working one, read out of a frozen one. */

import { fetchArchitecture, fetchComparison, fetchMeasurements } from "../api/client";
import { type ApiError, toApiError } from "../api/errors";

import type { Entrant } from "../model/comparison/comparison";

export interface WorkingSet {
  entrants: Entrant[];
  /** Slugs in the address that no architecture has. */
  unknown: string[];
}

async function fetchEntrant(slug: string, abort: AbortSignal): Promise<Entrant | null> {
  try {
    const [detail, measurements] = await Promise.all([
      fetchArchitecture(slug, abort),
      fetchMeasurements(slug, abort),
    ]);
    return { ...detail, measurements };
  } catch (cause) {
    const error: ApiError = toApiError(cause);
    if (error.isMissing) return null;
    throw cause;
  }
}

export async function loadWorkingSet(
  slugs: readonly string[],
  abort: AbortSignal,
): Promise<WorkingSet> {
  const found = await Promise.all(slugs.map((slug) => fetchEntrant(slug, abort)));
  return {
    entrants: found.filter((entrant) => entrant !== null),
    unknown: slugs.filter((_, index) => found[index] === null),
  };
}

export interface FrozenSet {
  entrants: Entrant[];
  view: Record<string, unknown>;
  created_at: string;
}

export async function loadFrozenSet(slug: string, abort: AbortSignal): Promise<FrozenSet> {
  const comparison = await fetchComparison(slug, abort);
  return {
    entrants: comparison.items,
    view: comparison.view,
    created_at: comparison.created_at,
  };
}
