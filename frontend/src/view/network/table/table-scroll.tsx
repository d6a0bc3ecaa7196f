/** The frame that a table scrolls in: it says by fading that there is more beside it. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function TableScroll(props: {
  scroller: RefObject<HTMLDivElement | null>;
  children: ComponentChildren;
}) {
  const { scroller } = props;
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const note = () => {
      const left = frame.scrollWidth - frame.clientWidth - frame.scrollLeft;
      frame.classList.toggle("has-more", left > 4);
    };
    const observer = new ResizeObserver(note);
    observer.observe(frame);
    if (frame.firstElementChild) observer.observe(frame.firstElementChild);
    frame.addEventListener("scroll", note, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener("scroll", note);
    };
  }, [scroller]);
  return (
    <div class="table-scroll" ref={scroller}>
      {props.children}
    </div>
  );
}

/** Heights of the head and the foot, which cover what scrolls below them. */
export function coveredBy(frame: HTMLElement): { head: number; foot: number } {
  const height = (part: string) => frame.querySelector<HTMLElement>(part)?.offsetHeight ?? 0;
  return { head: height("thead"), foot: height("tfoot") };
}

/**
 * Scrolls the frame, and nothing around it, so that a stretch of its contents is in sight, or its beginning.
 *
 * top and bottom are pixels from the first row's upper edge.
 */
export function reveal(frame: HTMLElement, top: number, bottom: number): void {
  const { head, foot } = coveredBy(frame);
  const room = frame.clientHeight - head - foot;
  const lowest = Math.min(top, bottom - room);
  if (frame.scrollTop < lowest) frame.scrollTop = lowest;
  else if (frame.scrollTop > top) frame.scrollTop = top;
}

/** Does it again when the frame comes to be seen: on a phone the table lies in a sheet that is raised later. */
export function useWhenSeen(scroller: RefObject<HTMLElement | null>, act: () => void): void {
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    let before = frame.clientHeight;
    const observer = new ResizeObserver(() => {
      if (before === 0 && frame.clientHeight > 0) latest.current();
      before = frame.clientHeight;
    });
    observer.observe(frame);
    return () => observer.disconnect();
  }, [scroller]);
}

/** The one group that was opened since the last time; null where none was, or many at once. */
export function useOpened(open: ReadonlySet<string>): string | null {
  const before = useRef(open);
  const told = useRef<string | null>(null);
  if (before.current === open) return told.current;
  const fresh = [...open].filter((path) => !before.current.has(path));
  before.current = open;
  told.current = fresh.length === 1 ? (fresh[0] ?? null) : null;
  return told.current;
}

/** Is somebody at work in it, so that it must not move by itself? */
export function isInUse(frame: HTMLElement): boolean {
  return frame.matches(":hover, :focus-within");
}

/** What is seen of it, in pixels from the first row's upper edge; it changes in steps. */
export function useSeen(
  scroller: RefObject<HTMLElement | null>,
  step: number,
): { top: number; height: number } {
  const seen = useSignal({ top: 0, height: 800 });
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const note = () => {
      const top = Math.floor(frame.scrollTop / step) * step;
      const height = frame.clientHeight;
      if (top !== seen.peek().top || height !== seen.peek().height) seen.value = { top, height };
    };
    note();
    const observer = new ResizeObserver(note);
    observer.observe(frame);
    frame.addEventListener("scroll", note, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener("scroll", note);
    };
  }, [scroller, seen, step]);
  return seen.value;
}
