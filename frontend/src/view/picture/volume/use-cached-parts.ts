/**
 * Parts of a drawing that stay as they are while others come and go, as in a pan.
 *
 * A part that is given again as the very same node is not compared, let alone drawn again; so a step of a pan
 * costs only what comes into the window.
 */

import type { VNode } from "preact";
import { useRef } from "preact/hooks";

/** For one render: the node made for a key before, or a new one. What is not requested is forgotten. */
type PartsCache = (key: object, make: () => VNode | null) => VNode | null;

/** Everything is made anew when one of these changes. */
export function useCachedParts(...causes: readonly unknown[]): PartsCache {
  const before = useRef<{ causes: readonly unknown[]; nodes: Map<object, VNode | null> }>(null);
  const same = before.current?.causes.every((cause, at) => cause === causes[at]) ?? false;
  const known = same ? before.current?.nodes : undefined;
  const nodes = new Map<object, VNode | null>();
  before.current = { causes, nodes };
  return (key, make) => {
    const node = known?.get(key) ?? make();
    nodes.set(key, node);
    return node;
  };
}
