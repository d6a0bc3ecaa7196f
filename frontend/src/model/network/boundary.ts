/** Edges across the border of a group: what its layers read from outside, and what is read of them there. */

interface Layer {
  path: string;
  inputs: readonly string[];
}

interface GroupBorder<Of extends Layer> {
  /** Layers outside, or inputs of the network. */
  inputs: readonly string[];
  /** Layers inside with their readers outside; without any for an output of the network. */
  outputs: readonly { layer: Of; readers: readonly string[] }[];
}

/** Of one group, or of the members of a stack together. */
export function groupBorder<Of extends Layer>(
  layers: readonly Of[],
  groups: readonly string[],
): GroupBorder<Of> {
  const isInside = (path: string) => groups.some((group) => path.startsWith(`${group}.`));
  const within = layers.filter(({ path }) => isInside(path));
  const readers = new Map<string, string[]>();
  for (const { path, inputs } of layers)
    for (const input of inputs) readers.set(input, [...(readers.get(input) ?? []), path]);
  return {
    inputs: [...new Set(within.flatMap(({ inputs }) => inputs))].filter((path) => !isInside(path)),
    outputs: within.flatMap((layer) => {
      const all = readers.get(layer.path) ?? [];
      const outside = all.filter((path) => !isInside(path));
      return outside.length > 0 || all.length === 0 ? [{ layer, readers: outside }] : [];
    }),
  };
}
