import type { Arrangement } from "./arrange";

/** More than any network has groups of different structure. */
const MOST_KEPT = 5000;

export interface Kept {
  /** Stands for the structure in the keys of what contains it. */
  id: number;
  arrangement: Arrangement;
}

/** Arrangements by what they are made of, so that equal groups are arranged once. */
export class Arrangements {
  private readonly byStructure = new Map<string, Kept>();
  private count = 0;

  get size(): number {
    return this.byStructure.size;
  }

  get(structure: string, arrange: () => Arrangement): Kept {
    const known = this.byStructure.get(structure);
    if (known) return known;
    if (this.byStructure.size >= MOST_KEPT) this.byStructure.clear();
    this.count += 1;
    const kept = { id: this.count, arrangement: arrange() };
    this.byStructure.set(structure, kept);
    return kept;
  }
}
