/** The frame that a table scrolls in: it fades at the right while there are more columns. */

import type { ComponentChildren, RefObject } from "preact";
import { useEffect } from "preact/hooks";
import "./table-scroll.css";

export function TableScroll(props: {
  scroller: RefObject<HTMLDivElement | null>;
  children: ComponentChildren;
}) {
  const { scroller } = props;
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const markOverflow = () => {
      const left = frame.scrollWidth - frame.clientWidth - frame.scrollLeft;
      frame.classList.toggle("has-more", left > 4);
    };
    const observer = new ResizeObserver(markOverflow);
    observer.observe(frame);
    if (frame.firstElementChild) observer.observe(frame.firstElementChild);
    frame.addEventListener("scroll", markOverflow, { passive: true });
    return () => {
      observer.disconnect();
      frame.removeEventListener("scroll", markOverflow);
    };
  }, [scroller]);
  return (
    <div class="table-scroll" ref={scroller}>
      {props.children}
    </div>
  );
}
