/** The layout off the page's thread: a network is sent once, then only what is open. */

import type { Direction } from "../picture";
import type { Effort } from "./arrange";
import { Arrangements } from "./arrangements";
import { layoutPicture } from "./index";
import type { Skeleton } from "./lift";
import { practice } from "./warm-up";

export interface LayoutRequest {
  /** Null for the one sent before. */
  network: Skeleton | null;
  open: readonly string[];
  direction: Direction;
  effort: Effort;
}

const kept = new Arrangements();
let network: Skeleton = { items: new Map(), edges: [] };

/** More are not seen to help. */
let rounds = 40;
const warmUp = () => {
  if (rounds <= 0) return;
  rounds -= 1;
  practice();
  // A request that has come in the meantime goes first.
  setTimeout(warmUp);
};
setTimeout(warmUp);

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => {
  rounds = 0;
  const { open, direction, effort } = data;
  if (data.network) network = data.network;
  const begin = performance.now();
  const picture = layoutPicture(network, new Set(open), direction, kept, effort);
  self.postMessage({ picture, milliseconds: performance.now() - begin });
};
