/** The layout off the page's thread: each picture's network is sent once, then only what is open. */

import type { Direction, Picture } from "../picture";
import type { Quality } from "./arrangement/arrange";
import { ArrangementCache } from "./arrangement-cache";
import { layoutPicture } from "./index";
import type { Skeleton } from "./lift";
import { warmUpLayout } from "./warm-up";

export interface WorkerRequest {
  /** The picture on the page that this is for. */
  owner: number;
  /** Null for the one that the owner sent before. */
  network: Skeleton | null;
  open: readonly string[];
  direction: Direction;
  quality: Quality;
}

/** The owner's picture has left the page. */
export interface WorkerRelease {
  owner: number;
  isReleased: true;
}

export interface WorkerResponse {
  picture: Picture;
  milliseconds: number;
}

const cache = new ArrangementCache();
const networks = new Map<number, Skeleton>();

/** More are not seen to help. */
let rounds = 40;
const warmUp = () => {
  if (rounds <= 0) return;
  rounds -= 1;
  warmUpLayout();
  // A request that has come in the meantime goes first.
  setTimeout(warmUp);
};
setTimeout(warmUp);

self.onmessage = ({ data }: MessageEvent<WorkerRequest | WorkerRelease>) => {
  if ("isReleased" in data) {
    networks.delete(data.owner);
    return;
  }
  rounds = 0;
  const { owner, open, direction, quality } = data;
  if (data.network) networks.set(owner, data.network);
  const network = networks.get(owner) ?? { items: new Map(), edges: [] };
  const begin = performance.now();
  const picture = layoutPicture(network, new Set(open), direction, cache, quality);
  const response: WorkerResponse = { picture, milliseconds: performance.now() - begin };
  self.postMessage(response);
};
