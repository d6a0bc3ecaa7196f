/** Arrangements of groups that have been made before: equal groups are arranged once. */

import type { Arrangement } from "./arrangement/arrange";

/** More than any network has groups of different structure. */
const CACHE_LIMIT = 5000;

interface CachedArrangement {
  /** Stands for the structure in the keys of what contains it. */
  id: number;
  arrangement: Arrangement;
}

/** By what they are made of. */
export class ArrangementCache {
  private readonly byStructure = new Map<string, CachedArrangement>();
  private count = 0;

  get size(): number {
    return this.byStructure.size;
  }

  get(structure: string, arrange: () => Arrangement): CachedArrangement {
    const known = this.byStructure.get(structure);
    if (known) return known;
    if (this.byStructure.size >= CACHE_LIMIT) this.byStructure.clear();
    this.count += 1;
    const cached = { id: this.count, arrangement: arrange() };
    this.byStructure.set(structure, cached);
    return cached;
  }
}
