import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Network } from "../model/network/network";
import type { LayoutRequest } from "../model/picture/layout/layout.worker";
import type { Picture } from "../model/picture/picture";
import { LayoutDesk } from "./layout";

const NETWORK = {
  items: new Map([["", { type: "group", kind: "other", op: "", children: [] }]]),
  edges: [],
} as unknown as Network;
const PICTURE: Picture = {
  direction: "down",
  boxes: [],
  lines: [],
  trunks: [],
  width: 0,
  height: 0,
};

/** Does only what the test tells it. */
class FakeWorker {
  static hired: FakeWorker[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: (() => void) | null = null;
  requests: LayoutRequest[] = [];
  isEnded = false;

  constructor() {
    FakeWorker.hired.push(this);
  }

  postMessage(request: LayoutRequest) {
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
  const found = FakeWorker.hired[number];
  if (!found) throw new Error(`There is no worker ${number}.`);
  return found;
}

function ask(desk: LayoutDesk, group: string) {
  const done = vi.fn();
  const forget = desk.ask({ network: NETWORK, open: new Set([group]), direction: "down", done });
  return { done, forget };
}

beforeEach(() => {
  FakeWorker.hired = [];
  vi.useFakeTimers();
  vi.stubGlobal("Worker", FakeWorker);
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the layout worker", () => {
  it("is ended when what it has long been at is no longer wanted", () => {
    const desk = new LayoutDesk();
    const first = ask(desk, "a");
    vi.advanceTimersByTime(1000);
    first.forget();
    const second = ask(desk, "b");
    vi.advanceTimersByTime(1);
    expect(worker(0).isEnded).toBe(true);
    expect(worker(1).requests).toMatchObject([{ open: ["b"], effort: "full" }]);
    worker(1).answers();
    expect(first.done).not.toHaveBeenCalled();
    expect(second.done).toHaveBeenCalledOnce();
  });

  it("may finish what it has just begun, and goes on with what is wanted", () => {
    const desk = new LayoutDesk();
    const first = ask(desk, "a");
    first.forget();
    const second = ask(desk, "b");
    vi.advanceTimersByTime(100);
    worker(0).answers();
    expect(first.done).not.toHaveBeenCalled();
    expect(worker(0).requests.map(({ open }) => open)).toEqual([["a"], ["b"]]);
    // The time of the first is not counted against the second.
    vi.advanceTimersByTime(2450);
    worker(0).answers();
    expect(worker(0).isEnded).toBe(false);
    expect(second.done).toHaveBeenCalledOnce();
  });

  it("is ended when it does not finish what it has just begun", () => {
    const desk = new LayoutDesk();
    ask(desk, "a").forget();
    ask(desk, "b");
    vi.advanceTimersByTime(200);
    expect(worker(0).isEnded).toBe(true);
    expect(worker(1).requests).toMatchObject([{ open: ["b"] }]);
  });

  it("makes a plain layout of what takes too long", () => {
    const desk = new LayoutDesk();
    const { done } = ask(desk, "a");
    vi.advanceTimersByTime(2600);
    expect(worker(0).isEnded).toBe(true);
    expect(worker(1).requests).toMatchObject([{ open: ["a"], effort: "plain" }]);
    worker(1).answers();
    expect(done).toHaveBeenCalledOnce();
  });

  it("is not heard once it has been ended", () => {
    const desk = new LayoutDesk();
    const { done } = ask(desk, "a");
    worker(0).onmessage?.({ data: { picture: PICTURE, milliseconds: 1 } });
    worker(0).onerror?.();
    vi.advanceTimersByTime(1);
    expect(done).toHaveBeenCalledOnce();
    expect(done.mock.lastCall?.[0].picture).not.toBe(PICTURE);
  });

  it("is not hurried for what nobody waits for", () => {
    ask(new LayoutDesk(), "a").forget();
    vi.advanceTimersByTime(10_000);
    expect(FakeWorker.hired).toHaveLength(1);
    expect(worker(0).requests).toHaveLength(1);
  });

  it("is not needed where it cannot be had", () => {
    const { done } = ask(new LayoutDesk(), "a");
    worker(0).onerror?.();
    expect(worker(0).isEnded).toBe(true);
    expect(done).toHaveBeenCalledWith(
      expect.objectContaining({ picture: expect.objectContaining({ direction: "down" }) }),
    );
  });
});
