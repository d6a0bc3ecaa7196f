/** Layers that are drawn with the convolution before them: what papers call "conv-BN-ReLU", one row of a table. */

interface Layer {
  path: string;
  kind: string;
  inputs: readonly string[];
}

export interface Folded {
  /** By a folded layer's path, the layer it is drawn with. */
  drawnWith: ReadonlyMap<string, string>;
  /** The other way round, in execution order. */
  behind: ReadonlyMap<string, readonly string[]>;
}

const HEADS: readonly string[] = ["convolution", "linear"];
const FOLLOWERS: readonly string[] = ["normalization", "activation"];

/** A follower folds where it alone reads what is before it, in the same group: nothing is hidden from an edge. */
export function foldLayers(layers: readonly Layer[]): Folded {
  const readers = new Map<string, number>();
  for (const { inputs } of layers)
    for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  const drawnWith = new Map<string, string>();
  const behind = new Map<string, string[]>();
  const heads = new Set<string>();
  for (const { path, kind, inputs } of layers) {
    if (HEADS.includes(kind)) heads.add(path);
    const [input, ...others] = inputs;
    if (!FOLLOWERS.includes(kind) || input === undefined || others.length > 0) continue;
    const head = drawnWith.get(input) ?? input;
    if (!heads.has(head) || readers.get(input) !== 1 || groupOf(head) !== groupOf(path)) continue;
    drawnWith.set(path, head);
    behind.set(head, [...(behind.get(head) ?? []), path]);
  }
  return { drawnWith, behind };
}

function groupOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}
