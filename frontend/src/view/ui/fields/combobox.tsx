/** A text field with a list of options below it: a combobox after the WAI-ARIA pattern. */

import { type Signal, useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useId } from "preact/hooks";
import "./combobox.css";
import { SearchField } from "./search-field";

export interface OptionList {
  /** While the list is open one option is always active, and the pointer activates too. */
  firstActive: boolean;
  isOpen: Signal<boolean>;
  /** Index of the option that Enter picks; -1 for none. */
  active: Signal<number>;
  open: () => void;
  close: () => void;
}

export function useOptionList({ firstActive = false } = {}): OptionList {
  const isOpen = useSignal(false);
  const first = firstActive ? 0 : -1;
  const active = useSignal(first);
  const show = (shown: boolean) => {
    isOpen.value = shown;
    active.value = first;
  };
  return { firstActive, isOpen, active, open: () => show(true), close: () => show(false) };
}

export interface ComboboxProps<Option> {
  label: string;
  placeholder: string;
  /** The accessible name of the list. */
  listLabel: string;
  value: string;
  list: OptionList;
  options: readonly Option[];
  optionKey: (option: Option) => string;
  renderOption: (option: Option) => ComponentChildren;
  /** Stands in the open list when there are no options; without it such a list is not shown. */
  empty?: ComponentChildren;
  inputRef?: RefObject<HTMLInputElement | null>;
  onInput: (text: string) => void;
  onPick: (option: Option) => void;
  /** Enter while no option is active. */
  onEnter?: (event: KeyboardEvent) => void;
  onEscape: (wasShown: boolean) => void;
  onFocus?: () => void;
  /** The focus has left the field and its list. */
  onBlur?: () => void;
}

export function Combobox<Option>(props: ComboboxProps<Option>) {
  const { list, options } = props;
  const id = useId();
  const optionId = (index: number) => `${id}-${index}`;
  const isShown = list.isOpen.value && (options.length > 0 || props.empty !== undefined);
  const active = list.active.value;

  return (
    <div
      class="combobox"
      onFocusIn={props.onFocus}
      onFocusOut={(event) => {
        if (event.currentTarget.contains(event.relatedTarget as Node | null)) return;
        props.onBlur?.();
        list.close();
      }}
    >
      <SearchField
        label={props.label}
        placeholder={props.placeholder}
        value={props.value}
        combobox={{
          listId: id,
          open: isShown,
          ...(options[active] === undefined ? {} : { activeId: optionId(active) }),
        }}
        onInput={(text) => {
          list.open();
          props.onInput(text);
        }}
        onKeyDown={(event) => onKeyDown(event, props, isShown)}
        {...(props.inputRef ? { inputRef: props.inputRef } : {})}
      />
      <div
        class="combobox-list"
        role="listbox"
        id={id}
        aria-label={props.listLabel}
        hidden={!isShown}
      >
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which keeps the focus
          <div
            key={props.optionKey(option)}
            id={optionId(index)}
            class="combobox-option"
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            onPointerMove={() => {
              if (list.firstActive) list.active.value = index;
            }}
            // The field would lose focus first and the list be gone before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => props.onPick(option)}
          >
            {props.renderOption(option)}
          </div>
        ))}
        {options.length === 0 && props.empty && <p class="combobox-empty">{props.empty}</p>}
      </div>
    </div>
  );
}

function onKeyDown<Option>(event: KeyboardEvent, props: ComboboxProps<Option>, isShown: boolean) {
  const { list, options, onEnter } = props;
  // An input method's own keys choose characters.
  if (event.isComposing) return;
  const move = (step: 1 | -1) => {
    if (!isShown) return list.open();
    // Without an option that is always active, there is a place for none between the last and the first.
    const first = list.firstActive ? 0 : -1;
    const places = Math.max(1, options.length - first);
    list.active.value = ((list.active.value - first + step + places) % places) + first;
  };
  const pick = () => {
    const option = isShown ? options[list.active.value] : undefined;
    if (option === undefined) onEnter?.(event);
    else props.onPick(option);
  };
  const actions: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: pick,
    Escape: () => props.onEscape(isShown),
  };
  const act = actions[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}
