import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./tooltip.css";

/** More about a number, on hover, focus or touch; Escape closes it. */
export function Tooltip(props: { tip: ComponentChildren; children: ComponentChildren }) {
  const id = useId();
  const open = useSignal(false);
  const show = () => {
    open.value = true;
  };
  const hide = () => {
    open.value = false;
  };
  return (
    <span class="tooltip" onPointerEnter={show} onPointerLeave={hide}>
      <button
        type="button"
        class="tooltip-anchor"
        aria-describedby={open.value ? id : undefined}
        onFocus={show}
        onBlur={hide}
        onClick={show}
        onKeyDown={(event) => event.key === "Escape" && hide()}
      >
        {props.children}
      </button>
      {open.value && (
        <span class="tooltip-body" role="tooltip" id={id}>
          {props.tip}
        </span>
      )}
    </span>
  );
}
