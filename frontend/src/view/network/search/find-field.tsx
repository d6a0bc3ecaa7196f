/** The field that a search is typed in, with suggestions of words that this network knows. */

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Convention } from "../../../model/figures/operations";
import type { Network } from "../../../model/network/network";
import { type SearchedReport, searchedLayers } from "../../../model/search/searched-layer";
import { type Suggestion, suggest } from "../../../model/search/suggestions";
import { Combobox, type OptionList } from "../../ui/fields/combobox";
import type { DebouncedText } from "./use-debounced-text";

export function FindField(props: {
  report: SearchedReport;
  network: Network;
  convention: Convention;
  typed: DebouncedText;
  list: OptionList;
  inputRef: RefObject<HTMLInputElement | null>;
  onEnter: (event: KeyboardEvent) => void;
  onEscape: (wasListShown: boolean) => void;
}) {
  const { report, network, convention, typed, list, inputRef } = props;
  const wasFocused = useSignal(false);
  const caret = useRef<number | null>(null);
  const text = typed.text.value;

  const layers = useMemo(
    () => (wasFocused.value ? searchedLayers(report, network, { convention }) : []),
    [wasFocused.value, report, network, convention],
  );
  const suggestions = list.isOpen.value
    ? suggest(text, inputRef.current?.selectionStart ?? text.length, layers)
    : [];

  useEffect(() => {
    // The caret goes behind what was put in, once the field has it.
    if (caret.current !== null) inputRef.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  function accept(taken: Suggestion) {
    const goesOn = /[:=<>]$/.test(taken.word);
    const space = goesOn || taken.caret < taken.query.length ? "" : " ";
    caret.current = taken.caret + space.length;
    typed.write(taken.query + space);
    if (goesOn) list.open();
    else list.close();
    inputRef.current?.focus();
  }

  return (
    <div class="find-field">
      <Combobox
        label="Find layers"
        placeholder="Find layers: conv 3x3 macs>2%"
        listLabel="Suggestions"
        value={text}
        list={list}
        options={suggestions}
        optionKey={({ word }) => word}
        renderOption={({ word, about }) => (
          <>
            <code class="find-word">{word}</code>
            <span class="find-about">{about}</span>
          </>
        )}
        inputRef={inputRef}
        onInput={typed.write}
        onPick={accept}
        onEnter={props.onEnter}
        onEscape={props.onEscape}
        onFocus={() => {
          wasFocused.value = true;
        }}
        onBlur={typed.flush}
      />
    </div>
  );
}
