/** The picture of what is open, from the layout worker; only a small first one is not worth the wait for it. */

import { useEffect, useLayoutEffect, useMemo, useState } from "preact/hooks";
import type { Network } from "../../model/network/network";
import { countBoxes, visibleTree } from "../../model/network/open-groups";
import { layoutPicture } from "../../model/picture/layout";
import type { Direction } from "../../model/picture/picture";
import { LayoutQueue, type LayoutResult } from "./layout-queue";

/** So few boxes are arranged in less time than a worker takes to start. */
const MOST_AT_ONCE = 60;

const queue = new LayoutQueue();
let owners = 0;

export function startLayoutWorker(): void {
  queue.start();
}

function smallLayout(
  network: Network,
  open: ReadonlySet<string>,
  direction: Direction,
): LayoutResult | null {
  if (countBoxes(visibleTree(network, open)) > MOST_AT_ONCE) return null;
  const start = performance.now();
  const picture = layoutPicture(network, open, direction);
  const detail = { milliseconds: performance.now() - start };
  performance.measure("layout", { start, detail });
  return { network, open, picture };
}

/** The newest layout there is; null before the first. The old one stays until the new one is there. */
export function useLayout(
  network: Network,
  open: ReadonlySet<string>,
  direction: Direction,
): LayoutResult | null {
  const [result, setResult] = useState(() => smallLayout(network, open, direction));
  const owner = useMemo(() => {
    owners += 1;
    return owners;
  }, []);
  // Not after the next paint, so that the worker computes while the page is painted.
  useLayoutEffect(() => {
    const isFirst = result?.network === network && result.open === open;
    if (isFirst && result.picture.direction === direction) return undefined;
    return queue.request({ owner, network, open, direction, onResult: setResult });
  }, [network, open, direction]);
  useEffect(() => {
    startLayoutWorker();
    return () => queue.release(owner);
  }, []);
  return result;
}
