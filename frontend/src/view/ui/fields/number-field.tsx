/** A whole number that is typed: taken once typing pauses, or at once with Enter. */

import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import "./number-field.css";

const PAUSE_MS = 300;

export function NumberField(props: {
  label: string;
  value: number;
  least: number;
  most: number;
  /** Points at what is wrong with the value, once it has been taken. */
  errorId?: string | undefined;
  /** history: whether it is the first change since the field was entered, or one that refines it. */
  onChange: (value: number, history: "step" | "detail") => void;
}) {
  const { value, least, most, errorId } = props;
  const id = useId();
  const text = useSignal(String(value));
  const timer = useRef<number | undefined>(undefined);
  const changed = useRef(false);
  const sent = useRef(value);

  function parsed(): number | null {
    const number = Number(text.peek());
    return Number.isInteger(number) && number >= least && number <= most ? number : null;
  }

  function send() {
    window.clearTimeout(timer.current);
    const number = parsed();
    if (number === null || number === sent.current) return;
    sent.current = number;
    props.onChange(number, changed.current ? "detail" : "step");
    changed.current = true;
  }
  // The timer calls what this render knows, not what the one that set it knew.
  const latest = useRef(send);
  latest.current = send;

  useEffect(() => {
    // A value from elsewhere: a reset, the linked side, the browser's back button.
    if (value !== sent.current) text.value = String(value);
    sent.current = value;
  }, [value, text]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const typed = text.value;
  const isWrong = typed !== "" && parsed() === null;
  return (
    <span class="number-field">
      <label for={id}>{props.label}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        step={1}
        required
        value={typed}
        aria-invalid={isWrong || errorId !== undefined}
        aria-describedby={errorId}
        title={isWrong ? `${least} to ${most}` : undefined}
        onInput={(event) => {
          text.value = event.currentTarget.value;
          window.clearTimeout(timer.current);
          timer.current = window.setTimeout(() => latest.current(), PAUSE_MS);
        }}
        onKeyDown={(event) => event.key === "Enter" && send()}
        onBlur={() => {
          send();
          changed.current = false;
          if (parsed() === null) text.value = String(sent.current);
        }}
      />
    </span>
  );
}
