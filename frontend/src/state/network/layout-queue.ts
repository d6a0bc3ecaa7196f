/**
 * Layout requests of all pictures on the page, answered one by one by the layout worker.
 *
 * Each picture has one wanted layout at a time: a newer request takes the place of its older one. A layout that takes
 * too long is cancelled and made again in its plain form; one that no picture wants any more is cancelled soon after
 * another is waiting.
 */

import type { Network } from "../../model/network/network";
import { layoutPicture } from "../../model/picture/layout";
import type { Quality } from "../../model/picture/layout/arrangement/arrange";
import type {
  WorkerRelease,
  WorkerRequest,
  WorkerResponse,
} from "../../model/picture/layout/layout.worker";
import type { Direction, Picture } from "../../model/picture/picture";

export interface LayoutRequest {
  /** The picture on the page that this is for. */
  owner: number;
  network: Network;
  open: ReadonlySet<string>;
  direction: Direction;
  onResult: (result: LayoutResult) => void;
}

/** A picture and what it shows, which may be older than the last request. */
export interface LayoutResult {
  network: Network;
  open: ReadonlySet<string>;
  picture: Picture;
}

/** Far above the budget of any network; a layout that takes longer is made plain. */
const TIMEOUT_MS = 2500;
/** An outdated layout may finish within this time; ending the worker would cost more. */
const GRACE_MS = 150;

export class LayoutQueue {
  private worker: Worker | null = null;
  /** The network of each picture that the worker knows. */
  private known = new Map<number, Network>();
  /** The request that the worker is busy with, wanted or not. */
  private working: LayoutRequest | null = null;
  private startedAt = 0;
  /** The newest request of each picture, in the order in which they are answered. */
  private readonly wanted = new Map<number, LayoutRequest>();
  /** Ends the worker unless it answers first. */
  private timeout: ReturnType<typeof setTimeout> | undefined;

  /** Starting a worker takes longer than fetching a small network, so it is started early. */
  start(): Worker {
    this.worker ??= this.startWorker();
    return this.worker;
  }

  /** Returns a function that withdraws the request. */
  request(request: LayoutRequest): () => void {
    this.wanted.set(request.owner, request);
    if (!this.working) this.send("full");
    else if (!this.isWanted(this.working))
      this.endAfter(this.startedAt + GRACE_MS - performance.now());
    return () => {
      if (!this.isWanted(request)) return;
      this.wanted.delete(request.owner);
      if (this.working !== request) return;
      clearTimeout(this.timeout);
      if (this.wanted.size > 0) this.endAfter(this.startedAt + GRACE_MS - performance.now());
    };
  }

  /** The owner's picture has left the page: the worker need not remember its network. */
  release(owner: number): void {
    this.wanted.delete(owner);
    if (!this.known.delete(owner)) return;
    const message: WorkerRelease = { owner, isReleased: true };
    this.worker?.postMessage(message);
  }

  private isWanted(request: LayoutRequest): boolean {
    return this.wanted.get(request.owner) === request;
  }

  private send(quality: Quality, request = this.wanted.values().next().value): void {
    if (!request) return;
    this.working = request;
    this.startedAt = performance.now();
    const { owner, network, open, direction } = request;
    const isKnown = this.known.get(owner) === network;
    const message: WorkerRequest = {
      owner,
      network: isKnown ? null : skeletonOf(network),
      open: [...open],
      direction,
      quality,
    };
    this.start().postMessage(message);
    this.known.set(owner, network);
    if (quality === "full") this.endAfter(TIMEOUT_MS);
  }

  /** Ends the worker after a time; a new one makes the same in its plain form, if that is still wanted, or the next. */
  private endAfter(milliseconds: number): void {
    clearTimeout(this.timeout);
    this.timeout = setTimeout(() => {
      const request = this.working;
      this.stopWorker();
      if (request && this.isWanted(request)) this.send("plain", request);
      else this.send("full");
    }, milliseconds);
  }

  private finish({ picture, milliseconds }: WorkerResponse): void {
    const request = this.working;
    this.working = null;
    clearTimeout(this.timeout);
    if (request && this.isWanted(request)) this.deliver(request, picture, milliseconds);
    if (!this.working) this.send("full");
  }

  /** Without a worker, whose code may be out of reach, the page makes plain layouts itself. */
  private fail(): void {
    this.stopWorker();
    for (const request of [...this.wanted.values()]) {
      const { network, open, direction } = request;
      this.startedAt = performance.now();
      const picture = layoutPicture(network, open, direction, undefined, "plain");
      this.deliver(request, picture, performance.now() - this.startedAt);
    }
  }

  private deliver(request: LayoutRequest, picture: Picture, milliseconds: number): void {
    const { owner, network, open, onResult: done } = request;
    this.wanted.delete(owner);
    performance.measure("layout", { start: this.startedAt, detail: { milliseconds } });
    done({ network, open, picture });
  }

  private startWorker(): Worker {
    // Written in one piece, because that is how the bundler finds the worker's file.
    const worker = new Worker(
      new URL("../../model/picture/layout/layout.worker.ts", import.meta.url),
      { type: "module" },
    );
    worker.onmessage = ({ data }: MessageEvent<WorkerResponse>) => {
      // Reading a large response takes a frame; drawing it comes in the next, so that hovering and panning need not wait for both.
      setTimeout(() => {
        if (this.worker === worker) this.finish(data);
      });
    };
    worker.onerror = () => this.fail();
    return worker;
  }

  private stopWorker(): void {
    clearTimeout(this.timeout);
    this.worker?.terminate();
    this.worker = null;
    this.known.clear();
    this.working = null;
  }
}

/** As much of a network as the layout needs. */
function skeletonOf({ items, edges }: Network) {
  const bare = [...items].map(([path, { type, kind, op, children }]) => {
    return [path, { type, kind, op, children }] as const;
  });
  return { items: new Map(bare), edges };
}
