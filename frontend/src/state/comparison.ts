/** What a comparison is made of: fetched for a working one, read out of a frozen one. */

import { fetchArchitecture, fetchComparison, fetchMeasurements } from "../api/client";
import { type ApiError, toApiError } from "../api/errors";

import type { ComparedArchitecture } from "../model/comparison/comparison";

export interface WorkingSet {
  architectures: ComparedArchitecture[];
  /** Slugs in the address that no architecture has. */
  unknown: string[];
}

async function fetchCompared(
  slug: string,
  abort: AbortSignal,
): Promise<ComparedArchitecture | null> {
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
  const found = await Promise.all(slugs.map((slug) => fetchCompared(slug, abort)));
  return {
    architectures: found.filter((architecture) => architecture !== null),
    unknown: slugs.filter((_, index) => found[index] === null),
  };
}

export interface FrozenSet {
  architectures: ComparedArchitecture[];
  view: Record<string, unknown>;
  created_at: string;
}

export async function loadFrozenSet(slug: string, abort: AbortSignal): Promise<FrozenSet> {
  const comparison = await fetchComparison(slug, abort);
  return {
    architectures: comparison.items,
    view: comparison.view,
    created_at: comparison.created_at,
  };
}
