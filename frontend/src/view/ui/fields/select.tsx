/** One choice of many, in a list. */

import { useId } from "preact/hooks";
import "./select.css";
import { Icon } from "../icon";

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

/** One choice of many. The list itself is the platform's: it works with any keyboard and on phones. */
export function Select<Value extends string>(props: {
  label: string;
  options: readonly Option<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div class="select">
      <label class="select-label" for={id}>
        {props.label}
      </label>
      <span class="select-box">
        <select
          id={id}
          value={props.value}
          onChange={(event) => props.onChange(event.currentTarget.value as Value)}
        >
          {props.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <Icon name="chevron" />
      </span>
    </div>
  );
}
