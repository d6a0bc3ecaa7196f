/** Layers that are drawn with the convolution before them: what papers call "conv-BN-ReLU", one row of a table. */

interface Layer {
  path: string;
  kind: string;
  inputs: readonly string[];
}

interface FusedLayers {
  /** The layer that a fused one is drawn with, by the fused one's path. */
  fusedInto: ReadonlyMap<string, string>;
  /** The layers fused into one, in execution order, by its path. */
  followers: ReadonlyMap<string, readonly string[]>;
}

const HEADS: readonly string[] = ["convolution", "linear"];
const FOLLOWERS: readonly string[] = ["normalization", "activation"];

/** A follower is fused where it alone reads what is before it, in the same group: nothing is hidden from an edge. */
export function fuseLayers(layers: readonly Layer[]): FusedLayers {
  const readers = new Map<string, number>();
  for (const { inputs } of layers)
    for (const input of inputs) readers.set(input, (readers.get(input) ?? 0) + 1);
  const fusedInto = new Map<string, string>();
  const followers = new Map<string, string[]>();
  const heads = new Set<string>();
  for (const { path, kind, inputs } of layers) {
    if (HEADS.includes(kind)) heads.add(path);
    const [input, ...others] = inputs;
    if (!FOLLOWERS.includes(kind) || input === undefined || others.length > 0) continue;
    const head = fusedInto.get(input) ?? input;
    if (!heads.has(head) || readers.get(input) !== 1 || groupOf(head) !== groupOf(path)) continue;
    fusedInto.set(path, head);
    followers.set(head, [...(followers.get(head) ?? []), path]);
  }
  return { fusedInto, followers };
}

function groupOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf(".")));
}
