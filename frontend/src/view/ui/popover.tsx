/** A button that opens a small panel beside it; the page stays usable. On a narrow screen the panel is a sheet. */

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import "./popover.css";
import { Button } from "./button";

/** The panel hangs below the nearest positioned element around it, at its right end. */
export function Popover(props: {
  label: string;
  isOpen: Signal<boolean>;
  /** How many settings in it differ from their defaults. */
  changes?: number;
  children: ComponentChildren;
}) {
  const { label, isOpen, changes = 0 } = props;
  const frame = useRef<HTMLSpanElement>(null);

  function close() {
    isOpen.value = false;
    frame.current?.querySelector("button")?.focus();
  }

  const opened = isOpen.value;
  useEffect(() => {
    if (!opened) return;
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target))
        isOpen.value = false;
    };
    document.addEventListener("pointerdown", onPointerDown);
    return () => document.removeEventListener("pointerdown", onPointerDown);
  }, [opened, isOpen]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape" || !isOpen.peek()) return;
    event.stopPropagation();
    close();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hears Escape from the controls inside
    <span class="popover" ref={frame} onKeyDown={onKeyDown}>
      <Button
        size="small"
        expanded={opened}
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {`${label} `}
        {changes > 0 && (
          <span class="popover-changes numeric">
            {changes}
            <span class="visually-hidden"> changed</span>
          </span>
        )}
      </Button>
      {opened && (
        <section class="popover-panel" aria-label={label}>
          <header class="popover-header">
            <h2>{label}</h2>
            <Button
              size="small"
              variant="quiet"
              icon="close"
              label={`Close ${label}`}
              onClick={close}
            />
          </header>
          {props.children}
        </section>
      )}
    </span>
  );
}
