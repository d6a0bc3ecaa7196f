/** A text field with a magnifier; the input of a combobox where a list belongs to it. */

import type { RefObject } from "preact";
import "./search-field.css";
import { Icon } from "../icon";

export interface ComboboxState {
  listId: string;
  open: boolean;
  activeId?: string;
}

export function SearchField(props: {
  label: string;
  value: string;
  placeholder?: string;
  /** When a list of suggestions belongs to the field. */
  combobox?: ComboboxState;
  onInput: (text: string) => void;
  onKeyDown?: (event: KeyboardEvent) => void;
  inputRef?: RefObject<HTMLInputElement | null>;
}) {
  const { combobox } = props;
  const suggestions = combobox && {
    role: "combobox" as const,
    "aria-expanded": combobox.open,
    "aria-controls": combobox.listId,
    "aria-autocomplete": "list" as const,
    "aria-activedescendant": combobox.open ? combobox.activeId : undefined,
  };
  return (
    <label class="search-field">
      <Icon name="search" />
      <span class="visually-hidden">{props.label}</span>
      <input
        ref={props.inputRef ?? null}
        type="text"
        inputMode="search"
        value={props.value}
        placeholder={props.placeholder}
        autocomplete="off"
        spellcheck={false}
        {...suggestions}
        onInput={(event) => props.onInput(event.currentTarget.value)}
        {...(props.onKeyDown ? { onKeyDown: props.onKeyDown } : {})}
      />
    </label>
  );
}
