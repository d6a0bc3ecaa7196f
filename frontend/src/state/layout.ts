/**
 * The picture of what is open, from the layout worker; only a small first one is not worth the wait for it.
 *
 * The old picture stays until the new one is there. A layout that takes too long is cancelled and made
 * again in its plain form; one that is no longer wanted is cancelled soon after the next is asked for.
 */

import { useEffect, useLayoutEffect, useState } from "preact/hooks";
import type { Network } from "../model/network/network";
import { countBoxes, visibleTree } from "../model/network/open-groups";
import type { Effort } from "../model/picture/layout/arrange";
import { layoutPicture } from "../model/picture/layout/index";
import type { LayoutRequest } from "../model/picture/layout/layout.worker";
import type { Direction, Picture } from "../model/picture/picture";

/** A picture and what it shows, which may be older than what was asked for last. */
export interface Shown {
  network: Network;
  open: ReadonlySet<string>;
  picture: Picture;
}

/** Far above the budget of any network; what takes longer gets a plain layout. */
const PATIENCE_MS = 2500;
/** So few boxes are arranged in less time than a worker takes to start. */
const MOST_AT_ONCE = 60;
/** An outdated layout may finish within this time; ending the worker would cost more. */
const GRACE_MS = 150;

interface Asked {
  network: Network;
  open: ReadonlySet<string>;
  direction: Direction;
  done: (shown: Shown) => void;
}

interface Answer {
  picture: Picture;
  milliseconds: number;
}

export class LayoutDesk {
  private worker: Worker | null = null;
  /** The network that the worker knows. */
  private known: Network | null = null;
  /** What the worker is at, wanted or not, and since when. */
  private working: Asked | null = null;
  private since = 0;
  /** What is wanted. */
  private asked: Asked | null = null;
  /** Ends the worker unless it answers first. */
  private patience: ReturnType<typeof setTimeout> | undefined;

  /** Starting a worker takes longer than fetching a small network, so it is started early. */
  start(): Worker {
    this.worker ??= this.hire();
    return this.worker;
  }

  /** Gives back how to say that it is no longer wanted. */
  ask(asked: Asked): () => void {
    this.asked = asked;
    if (this.working) this.allow(this.since + GRACE_MS - performance.now(), "full");
    else this.send("full");
    return () => {
      if (this.asked !== asked) return;
      this.asked = null;
      clearTimeout(this.patience);
    };
  }

  private send(effort: Effort): void {
    const { asked } = this;
    if (!asked) return;
    this.working = asked;
    this.since = performance.now();
    const network = this.known === asked.network ? null : skeletonOf(asked.network);
    const { direction } = asked;
    const request: LayoutRequest = { network, open: [...asked.open], direction, effort };
    this.start().postMessage(request);
    this.known = asked.network;
    if (effort === "full") this.allow(PATIENCE_MS, "plain");
  }

  /** So much time for what the worker is at; then a new one makes what is wanted. */
  private allow(milliseconds: number, effort: Effort): void {
    clearTimeout(this.patience);
    this.patience = setTimeout(() => {
      this.dismiss();
      this.send(effort);
    }, milliseconds);
  }

  private answer({ picture, milliseconds }: Answer): void {
    const isWanted = this.working === this.asked;
    this.working = null;
    clearTimeout(this.patience);
    if (isWanted) this.deliver(picture, milliseconds);
    else this.send("full");
  }

  /** Without a worker, whose code may be out of reach, the page makes the plain layout itself. */
  private fail(): void {
    this.dismiss();
    if (!this.asked) return;
    const { network, open, direction } = this.asked;
    this.since = performance.now();
    const picture = layoutPicture(network, open, direction, undefined, "plain");
    this.deliver(picture, performance.now() - this.since);
  }

  private deliver(picture: Picture, milliseconds: number): void {
    const { asked } = this;
    if (!asked) return;
    this.asked = null;
    performance.measure("layout", { start: this.since, detail: { milliseconds } });
    asked.done({ network: asked.network, open: asked.open, picture });
  }

  private hire(): Worker {
    // Written in one piece, because that is how the bundler finds the worker's file.
    const worker = new Worker(
      new URL("../model/picture/layout/layout.worker.ts", import.meta.url),
      {
        type: "module",
      },
    );
    worker.onmessage = ({ data }: MessageEvent<Answer>) => {
      // To read a large answer takes a frame, to draw it the next: what is lit or moves need not wait for both.
      setTimeout(() => {
        if (this.worker === worker) this.answer(data);
      });
    };
    worker.onerror = () => this.fail();
    return worker;
  }

  private dismiss(): void {
    clearTimeout(this.patience);
    this.worker?.terminate();
    this.worker = null;
    this.known = null;
    this.working = null;
  }
}

function skeletonOf({ items, edges }: Network) {
  const bare = [...items].map(([path, { type, kind, op, children }]) => {
    return [path, { type, kind, op, children }] as const;
  });
  return { items: new Map(bare), edges };
}

const desk = new LayoutDesk();

export function startLayoutWorker(): void {
  desk.start();
}

function smallPicture(
  network: Network,
  open: ReadonlySet<string>,
  direction: Direction,
): Shown | null {
  if (countBoxes(visibleTree(network, open)) > MOST_AT_ONCE) return null;
  const start = performance.now();
  const picture = layoutPicture(network, open, direction);
  const detail = { milliseconds: performance.now() - start };
  performance.measure("layout", { start, detail });
  return { network, open, picture };
}

/** The newest picture there is; null before the first. */
export function usePicture(
  network: Network,
  open: ReadonlySet<string>,
  direction: Direction,
): Shown | null {
  const [shown, show] = useState(() => smallPicture(network, open, direction));
  // Not after the next paint, so that the worker is at it while the page is painted.
  useLayoutEffect(() => {
    const isFirst = shown?.network === network && shown.open === open;
    if (isFirst && shown.picture.direction === direction) return undefined;
    return desk.ask({ network, open, direction, done: show });
  }, [network, open, direction]);
  useEffect(startLayoutWorker, []);
  return shown;
}
