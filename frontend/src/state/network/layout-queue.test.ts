import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Network } from "../../model/network/network";
import type { WorkerRequest } from "../../model/picture/layout/layout.worker";
import type { Picture } from "../../model/picture/picture";
import { LayoutQueue } from "./layout-queue";

const NETWORK = {
  items: new Map([["", { type: "group", kind: "other", op: "", children: [] }]]),
  edges: [],
} as unknown as Network;
const PICTURE: Picture = {
  direction: "down",
  boxes: [],
  lines: [],
  bundles: [],
  width: 0,
  height: 0,
};

/** Does only what the test tells it. */
class FakeWorker {
  static started: FakeWorker[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  requests: WorkerRequest[] = [];
  isEnded = false;

  constructor() {
    FakeWorker.started.push(this);
  }

  postMessage(request: WorkerRequest) {
    this.requests.push(request);
  }

  terminate() {
    this.isEnded = true;
  }

  answers() {
    this.onmessage?.({ data: { picture: PICTURE, milliseconds: 1 } });
    vi.advanceTimersByTime(0);
  }
}

function worker(number: number): FakeWorker {
  const found = FakeWorker.started[number];
  if (!found) throw new Error(`There is no worker ${number}.`);
  return found;
}

function request(queue: LayoutQueue, group: string, owner = 1) {
  const onResult = vi.fn();
  const forget = queue.request({
    owner,
    network: NETWORK,
    open: new Set([group]),
    direction: "down",
    onResult,
  });
  return { onResult, forget };
}

beforeEach(() => {
  FakeWorker.started = [];
  vi.useFakeTimers();
  vi.stubGlobal("Worker", FakeWorker);
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the layout worker", () => {
  it("is ended when what it has long been at is no longer wanted", () => {
    const queue = new LayoutQueue();
    const first = request(queue, "a");
    vi.advanceTimersByTime(1000);
    first.forget();
    const second = request(queue, "b");
    vi.advanceTimersByTime(1);
    expect(worker(0).isEnded).toBe(true);
    expect(worker(1).requests).toMatchObject([{ open: ["b"], quality: "full" }]);
    worker(1).answers();
    expect(first.onResult).not.toHaveBeenCalled();
    expect(second.onResult).toHaveBeenCalledOnce();
  });

  it("may finish what it has just begun, and goes on with what is wanted", () => {
    const queue = new LayoutQueue();
    const first = request(queue, "a");
    first.forget();
    const second = request(queue, "b");
    vi.advanceTimersByTime(100);
    worker(0).answers();
    expect(first.onResult).not.toHaveBeenCalled();
    expect(worker(0).requests.map(({ open }) => open)).toEqual([["a"], ["b"]]);
    // The time of the first is not counted against the second.
    vi.advanceTimersByTime(2450);
    worker(0).answers();
    expect(worker(0).isEnded).toBe(false);
    expect(second.onResult).toHaveBeenCalledOnce();
  });

  it("is ended when it does not finish what it has just begun", () => {
    const queue = new LayoutQueue();
    request(queue, "a").forget();
    request(queue, "b");
    vi.advanceTimersByTime(200);
    expect(worker(0).isEnded).toBe(true);
    expect(worker(1).requests).toMatchObject([{ open: ["b"] }]);
  });

  it("makes a plain layout of what takes too long", () => {
    const queue = new LayoutQueue();
    const { onResult } = request(queue, "a");
    vi.advanceTimersByTime(2600);
    expect(worker(0).isEnded).toBe(true);
    expect(worker(1).requests).toMatchObject([{ open: ["a"], quality: "plain" }]);
    worker(1).answers();
    expect(onResult).toHaveBeenCalledOnce();
  });

  it("is not heard once it has been ended", () => {
    const queue = new LayoutQueue();
    const { onResult } = request(queue, "a");
    worker(0).onmessage?.({ data: { picture: PICTURE, milliseconds: 1 } });
    worker(0).onerror?.();
    vi.advanceTimersByTime(1);
    expect(onResult).toHaveBeenCalledOnce();
    expect(onResult.mock.lastCall?.[0].picture).not.toBe(PICTURE);
  });

  it("is not hurried for what no picture waits for", () => {
    request(new LayoutQueue(), "a").forget();
    vi.advanceTimersByTime(10_000);
    expect(FakeWorker.started).toHaveLength(1);
    expect(worker(0).requests).toHaveLength(1);
  });

  it("is not needed where it cannot be had", () => {
    const { onResult } = request(new LayoutQueue(), "a");
    worker(0).onerror?.();
    expect(worker(0).isEnded).toBe(true);
    expect(onResult).toHaveBeenCalledWith(
      expect.objectContaining({ picture: expect.objectContaining({ direction: "down" }) }),
    );
  });

  it("answers two pictures that ask in the same frame, one after the other", () => {
    const queue = new LayoutQueue();
    const left = request(queue, "a", 1);
    const right = request(queue, "b", 2);
    expect(worker(0).requests).toMatchObject([{ owner: 1, open: ["a"] }]);
    worker(0).answers();
    expect(left.onResult).toHaveBeenCalledOnce();
    expect(worker(0).requests).toMatchObject([{ owner: 1 }, { owner: 2, open: ["b"] }]);
    worker(0).answers();
    expect(right.onResult).toHaveBeenCalledOnce();
    expect(FakeWorker.started).toHaveLength(1);
  });

  it("lets another picture wait its turn without ending a layout that is wanted", () => {
    const queue = new LayoutQueue();
    request(queue, "a", 1);
    vi.advanceTimersByTime(1000);
    request(queue, "b", 2);
    vi.advanceTimersByTime(1000);
    expect(worker(0).isEnded).toBe(false);
  });

  it("makes one picture plain and then the other in full", () => {
    const queue = new LayoutQueue();
    const slow = request(queue, "a", 1);
    const quick = request(queue, "b", 2);
    vi.advanceTimersByTime(2600);
    expect(worker(1).requests).toMatchObject([{ owner: 1, quality: "plain" }]);
    worker(1).answers();
    worker(1).answers();
    expect(worker(1).requests).toMatchObject([{ owner: 1 }, { owner: 2, quality: "full" }]);
    expect(slow.onResult).toHaveBeenCalledOnce();
    expect(quick.onResult).toHaveBeenCalledOnce();
  });

  it("is sent each picture's network once, and again after the picture was released", () => {
    const queue = new LayoutQueue();
    for (const owner of [1, 2, 1, 2]) {
      request(queue, "a", owner);
      worker(0).answers();
    }
    queue.release(1);
    request(queue, "a", 1);
    const sent = worker(0).requests.map((request) =>
      "isReleased" in request ? "released" : request.network !== null,
    );
    expect(sent).toEqual([true, true, false, false, "released", true]);
  });

  it("forgets what a released picture has asked for", () => {
    const queue = new LayoutQueue();
    request(queue, "a", 1);
    const gone = request(queue, "b", 2);
    queue.release(2);
    worker(0).answers();
    expect(gone.onResult).not.toHaveBeenCalled();
    expect(worker(0).requests).toHaveLength(1);
  });
});
