/** One choice of a few, all visible. */

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./segmented.css";

export interface Choice<Value extends string> {
  value: Value;
  label: ComponentChildren;
  /** The accessible name where the label is an icon or a symbol. */
  name?: string;
  title?: string;
}

/** One choice of a few, all visible: radio buttons, so arrow keys move through it. */
export function Segmented<Value extends string>(props: {
  label: string;
  /** Whether the label is shown in front of the choices. */
  showLabel?: boolean;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const group = useId();
  return (
    <fieldset class="segmented">
      <legend class={props.showLabel ? "segmented-label" : "visually-hidden"}>{props.label}</legend>
      <div class="segmented-choices">
        {props.choices.map((choice) => (
          <label key={choice.value} class="segmented-choice" title={choice.title}>
            <input
              type="radio"
              name={group}
              value={choice.value}
              checked={choice.value === props.value}
              aria-label={choice.name}
              onChange={() => props.onChange(choice.value)}
            />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
