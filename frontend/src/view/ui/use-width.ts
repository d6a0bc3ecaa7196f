/** Measures an element's width. */

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

/** An element's width in pixels, 0 until it is laid out. */
export function useWidth<Node extends HTMLElement>(): {
  ref: RefObject<Node | null>;
  width: number;
} {
  const ref = useRef<Node>(null);
  const width = useSignal(0);
  useLayoutEffect(() => {
    const node = ref.current;
    if (!node) return;
    const measure = () => {
      width.value = Math.floor(node.clientWidth);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [width]);
  return { ref, width: width.value };
}
