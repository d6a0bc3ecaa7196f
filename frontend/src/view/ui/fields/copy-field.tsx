/** A text to copy: shown in full, copied by its button. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import "./copy-field.css";
import { Button } from "../button";

const SAID_MS = 2500;

export function CopyField(props: { label: string; text: string; copyAtOnce?: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const copied = useSignal(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(props.text);
      copied.value = true;
      setTimeout(() => {
        copied.value = false;
      }, SAID_MS);
    } catch {
      // Without permission (or https) the text is selected, ready for the keyboard.
      field.current?.select();
    }
  }

  // Copied again only when the text is another one.
  useEffect(() => {
    if (props.copyAtOnce) void copy();
  }, [props.text]);

  return (
    <div class="copy-field">
      <input
        ref={field}
        type="text"
        readOnly
        aria-label={props.label}
        value={props.text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button icon={copied.value ? "check" : "copy"} onClick={() => void copy()}>
        {copied.value ? "Copied" : "Copy"}
      </Button>
    </div>
  );
}
