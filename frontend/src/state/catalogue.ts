/** The list of architectures, fetched once and shared by the gallery, the search and compare. */

import { signal } from "@preact/signals";
import { fetchArchitectures } from "../api/client";
import { toApiError } from "../api/errors";
import type { ArchitectureSummary } from "../api/types";
import type { Resource } from "./resource";

const FRESH_MS = 60_000;

export const catalogue = signal<Resource<ArchitectureSummary[]>>({
  status: "loading",
  data: null,
  error: null,
});

let fetchedAt = Number.NEGATIVE_INFINITY;
let asking = false;

/** Fetches unless the list is fresh or on its way; a known list stays shown meanwhile. */
export async function loadCatalogue(again = false): Promise<void> {
  if (asking || (!again && performance.now() - fetchedAt < FRESH_MS)) return;
  asking = true;
  const known = catalogue.peek().data;
  if (known === null) catalogue.value = { status: "loading", data: null, error: null };
  try {
    const data = await fetchArchitectures();
    fetchedAt = performance.now();
    catalogue.value = { status: "ready", data, error: null };
  } catch (cause) {
    catalogue.value = { status: "error", data: known, error: toApiError(cause) };
  } finally {
    asking = false;
  }
}
