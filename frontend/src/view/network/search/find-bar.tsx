/** The find bar, which searches the network for layers: a field with suggestions, and steps from one hit to the next. */

import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import "./find-bar.css";
import type { Convention } from "../../../model/figures/operations";
import type { Network } from "../../../model/network/network";
import type { QueryError } from "../../../model/search/query";
import type { SearchedReport } from "../../../model/search/searched-layer";
import { useOptionList } from "../../ui/fields/combobox";
import { useShortcut } from "../../ui/use-shortcut";
import { focusDiagram, isMeantFor } from "../network-keys";
import { FindButtons } from "./find-buttons";
import { FindCount } from "./find-count";
import { FindField } from "./find-field";
import { FindHelp } from "./find-help";
import { useDebouncedText } from "./use-debounced-text";
import { useStepping } from "./use-stepping";

export interface FindBarProps {
  report: SearchedReport;
  network: Network;
  /** As the address has it. */
  query: string;
  convention: Convention;
  /** Called a moment after the last key. */
  onQuery: (text: string) => void;
  /** Paths in execution order. */
  hits: readonly string[];
  error: QueryError | null;
  /** The selected layer. */
  current: string | null;
  onStep: (path: string) => void;
}

export function FindBar(props: FindBarProps) {
  const { report, network, convention, hits, current } = props;
  const field = useRef<HTMLInputElement>(null);
  const typed = useDebouncedText(props.query, props.onQuery);
  const list = useOptionList();
  const isHelpOpen = useSignal(false);
  const stepBy = useStepping(props, typed);

  // Of several networks, the one that the key was pressed in; outside of all, the first.
  useShortcut("f", focusField, (event) => isMeantFor(field.current, event));

  function focusField() {
    field.current?.focus();
    field.current?.select();
  }

  function step(by: 1 | -1) {
    list.close();
    stepBy(by);
  }

  function search(query: string) {
    typed.write(query);
    typed.flush();
    list.close();
  }

  function onEscape(wasListShown: boolean) {
    // The help closes itself.
    if (isHelpOpen.value) return;
    if (wasListShown) return list.close();
    search("");
    focusDiagram(field.current);
  }

  const error = typed.isPaused.value ? props.error : null;
  return (
    <search class="find">
      <FindField
        {...{ report, network, convention, typed, list }}
        inputRef={field}
        onEnter={(event) => step(event.shiftKey ? -1 : 1)}
        onEscape={onEscape}
      />
      <FindCount
        {...{ hits, current, network }}
        isSearching={props.query.trim() !== "" && props.error === null}
      />
      <FindButtons
        hasText={typed.text.value !== ""}
        hasHits={hits.length > 0}
        isHelpOpen={isHelpOpen.value}
        onStep={step}
        onClear={() => {
          search("");
          field.current?.focus();
        }}
        onHelp={() => {
          isHelpOpen.value = !isHelpOpen.value;
        }}
      />
      <p class="find-error" role="status">
        {error && (
          <>
            <code>{error.term}</code> {error.message}
          </>
        )}
      </p>
      {isHelpOpen.value && (
        <FindHelp
          onClose={() => {
            isHelpOpen.value = false;
          }}
          onTry={(query) => {
            isHelpOpen.value = false;
            field.current?.focus();
            search(query);
          }}
        />
      )}
    </search>
  );
}
