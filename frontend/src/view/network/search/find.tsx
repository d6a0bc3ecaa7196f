/** Finding layers in the diagram: a field with suggestions, and steps from one hit to the next. */

import { useSignal } from "@preact/signals";
import { useEffect, useId, useMemo, useRef } from "preact/hooks";
import "./find.css";
import type { Convention } from "../../../model/figures/operations";
import type { Network } from "../../../model/network/network";
import { type QueryError, stepThrough } from "../../../model/search/query";
import { type SearchedReport, subjectsOf } from "../../../model/search/searched-layer";
import { suggest } from "../../../model/search/suggestions";
import { Button } from "../../ui/button";
import { SearchField } from "../../ui/fields/search-field";
import { FindHelp } from "./find-help";
import { focusDiagram, useFindKey } from "./use-find-key";
import { useTyped } from "./use-typed";

export { useFind } from "./use-find";

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
  const { report, network, hits, current } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const typed = useTyped(props.query, props.onQuery);
  const focused = useSignal(false);
  const listed = useSignal(false);
  const helping = useSignal(false);
  const chosen = useSignal(-1);
  const caret = useRef<number | null>(null);
  /** A step that waits for what was typed just before it. */
  const waiting = useRef<1 | -1 | null>(null);

  const subjects = useMemo(
    () => (focused.value ? subjectsOf(report, network, { convention: props.convention }) : []),
    [focused.value, report, network, props.convention],
  );
  const text = typed.text.value;
  const offers = listed.value
    ? suggest(text, field.current?.selectionStart ?? text.length, subjects)
    : [];
  const open = offers.length > 0;
  const offer = offers[chosen.value];

  useFindKey(field);
  useEffect(() => {
    // The caret goes behind what was put in, once the field has it.
    if (caret.current !== null) field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  useEffect(() => {
    if (waiting.current !== null) go(waiting.current);
    waiting.current = null;
  }, [hits]);

  function write(next: string) {
    typed.write(next);
    chosen.value = -1;
    listed.value = true;
  }

  function close() {
    listed.value = false;
    chosen.value = -1;
  }

  function accept(index: number) {
    const taken = offers[index];
    if (!taken) return;
    const goesOn = /[:=<>]$/.test(taken.word);
    const space = goesOn || taken.caret < taken.query.length ? "" : " ";
    caret.current = taken.caret + space.length;
    write(taken.query + space);
    listed.value = goesOn;
    field.current?.focus();
  }

  function step(by: 1 | -1) {
    close();
    if (typed.settle()) waiting.current = by;
    else go(by);
  }

  function go(by: 1 | -1) {
    const next = stepThrough(report, hits, current, by);
    if (next !== null) props.onStep(next);
  }

  function move(by: 1 | -1) {
    if (!open) listed.value = true;
    // One place more than there are offers: none is chosen, and Enter goes to the next hit.
    const places = offers.length + 1;
    chosen.value = ((chosen.value + 1 + by + places) % places) - 1;
  }

  function clear() {
    typed.write("");
    typed.settle();
    close();
  }

  function onKeyDown(event: KeyboardEvent) {
    const act: Record<string, () => void> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => (open && offer ? accept(chosen.value) : step(event.shiftKey ? -1 : 1)),
      Escape: () => {
        // The help closes itself.
        if (helping.value) return;
        if (open) return close();
        clear();
        focusDiagram(field.current);
      },
    };
    const action = act[event.key];
    if (!action || event.isComposing) return;
    event.preventDefault();
    action();
  }

  const error = typed.settled.value ? props.error : null;
  return (
    <search class="find">
      <div
        class="find-field"
        onFocusIn={() => {
          focused.value = true;
        }}
        onFocusOut={(event) => {
          if (event.currentTarget.contains(event.relatedTarget as Node | null)) return;
          typed.settle();
          close();
        }}
      >
        <SearchField
          label="Find layers"
          placeholder="Find layers: conv 3x3 macs>2%"
          value={text}
          inputRef={field}
          combobox={{ listId: id, open, ...(offer ? { activeId: `${id}-${chosen.value}` } : {}) }}
          onInput={write}
          onKeyDown={onKeyDown}
        />
        <div class="find-list" role="listbox" id={id} aria-label="Suggestions" hidden={!open}>
          {offers.map(({ word, about }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which keeps the focus
            <div
              key={word}
              id={`${id}-${index}`}
              class="find-option"
              role="option"
              tabIndex={-1}
              aria-selected={index === chosen.value}
              // The field would lose focus first and the list be gone before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => accept(index)}
            >
              <code>{word}</code>
              <span>{about}</span>
            </div>
          ))}
        </div>
      </div>
      <Count hits={hits} current={current} network={network} searching={isSearching(props)} />
      <span class="find-steps">
        {text !== "" && (
          <>
            <Button
              size="small"
              variant="quiet"
              icon="chevron"
              label="Previous match"
              disabled={hits.length === 0}
              onClick={() => step(-1)}
            />
            <Button
              size="small"
              variant="quiet"
              icon="chevron"
              label="Next match"
              disabled={hits.length === 0}
              onClick={() => step(1)}
            />
            <Button
              size="small"
              variant="quiet"
              icon="close"
              label="Clear search"
              onClick={() => {
                clear();
                field.current?.focus();
              }}
            />
          </>
        )}
        <Button
          size="small"
          variant="quiet"
          label="Search help"
          expanded={helping.value}
          onClick={() => {
            helping.value = !helping.value;
          }}
        >
          ?
        </Button>
      </span>
      <p class="find-error" role="status">
        {error && (
          <>
            <code>{error.term}</code> {error.message}
          </>
        )}
      </p>
      {helping.value && (
        <FindHelp
          onClose={() => {
            helping.value = false;
          }}
          onTry={(query) => {
            typed.write(query);
            typed.settle();
            helping.value = false;
            field.current?.focus();
            close();
          }}
        />
      )}
    </search>
  );
}

function isSearching({ query, error }: FindBarProps): boolean {
  return query.trim() !== "" && error === null;
}

/** "3 of 17" on a hit, else how many there are. */
function Count(props: {
  hits: readonly string[];
  current: string | null;
  network: Network;
  searching: boolean;
}) {
  const { hits, current } = props;
  const at = current === null ? -1 : hits.indexOf(current);
  const label = current === null ? "" : (props.network.items.get(current)?.label ?? "");
  return (
    <span class="find-count numeric" role="status">
      {props.searching && countWords(hits.length, at)}
      {at >= 0 && <span class="visually-hidden">: {label}</span>}
    </span>
  );
}

function countWords(count: number, at: number): string {
  if (at >= 0) return `${at + 1} of ${count}`;
  if (count === 0) return "no matches";
  return count === 1 ? "1 layer" : `${count} layers`;
}
