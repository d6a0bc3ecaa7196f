/** "Did you mean": the known word that a misspelt one is nearest to. */

/** Letters put in, left out or exchanged to turn one word into the other (Levenshtein). */
function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= to.length; column += 1) {
      const change = from[line - 1] === to[column - 1] ? 0 : 1;
      next.push(
        Math.min(
          (next[column - 1] ?? 0) + 1,
          (row[column] ?? 0) + 1,
          (row[column - 1] ?? 0) + change,
        ),
      );
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Null where none is near: at most one letter in three may differ. */
export function closest(word: string, known: readonly string[]): string | null {
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    // Words of very different length need not be compared letter by letter.
    if (Math.abs(candidate.length - word.length) >= least) continue;
    const apart = distance(word, candidate);
    if (apart < least) {
      least = apart;
      nearest = candidate;
    }
  }
  return nearest;
}
