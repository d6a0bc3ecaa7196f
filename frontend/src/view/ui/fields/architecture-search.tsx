import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import { useId } from "preact/hooks";
import "./architecture-search.css";
import type { ArchitectureSummary } from "../../../api/types";
import { searchArchitectures } from "../../../model/gallery/architecture-search";
import { catalogue, loadCatalogue } from "../../../state/catalogue";
import { SearchField } from "./search-field";

const SHOWN = 8;

/** Type a name, arrows choose, Enter picks: a combobox after the ARIA pattern. */
export function ArchitectureSearch(props: {
  label: string;
  placeholder: string;
  exclude?: (slug: string) => boolean;
  onPick: (architecture: ArchitectureSummary) => void;
  onLeave?: () => void;
  inputRef?: RefObject<HTMLInputElement | null>;
}) {
  const id = useId();
  const text = useSignal("");
  const open = useSignal(false);
  const at = useSignal(0);
  const known = (catalogue.value.data ?? []).filter((item) => !props.exclude?.(item.slug));
  const found = searchArchitectures(known, text.value).slice(0, SHOWN);

  function close() {
    open.value = false;
    at.value = 0;
  }

  function pick(item: ArchitectureSummary | undefined) {
    if (!item) return;
    text.value = "";
    close();
    props.onPick(item);
  }

  function move(step: number) {
    at.value = open.value ? (at.value + step + found.length) % Math.max(1, found.length) : 0;
    open.value = true;
  }

  function leave() {
    if (!open.value && !text.value) props.onLeave?.();
    text.value = "";
    close();
  }

  const keys: Record<string, () => void> = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => pick(open.value ? found[at.value] : undefined),
    Escape: leave,
  };

  function onKeyDown(event: KeyboardEvent) {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  return (
    <div
      class="architecture-search"
      onFocusIn={() => {
        void loadCatalogue();
        open.value = true;
      }}
      onFocusOut={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget as Node | null)) close();
      }}
    >
      <SearchField
        label={props.label}
        placeholder={props.placeholder}
        value={text.value}
        {...(props.inputRef ? { inputRef: props.inputRef } : {})}
        combobox={{
          listId: id,
          open: open.value,
          ...(found[at.value] ? { activeId: `${id}-${at.value}` } : {}),
        }}
        onInput={(next) => {
          text.value = next;
          at.value = 0;
          open.value = true;
        }}
        onKeyDown={onKeyDown}
      />
      <div
        class="architecture-search-list"
        role="listbox"
        id={id}
        aria-label="Architectures"
        hidden={!open.value}
      >
        {found.map((item, index) => (
          <div
            key={item.slug}
            id={`${id}-${index}`}
            class="architecture-search-option"
            role="option"
            tabIndex={-1}
            aria-selected={index === at.value}
            onPointerMove={() => {
              at.value = index;
            }}
            // The field would lose focus first and the list be gone before the click.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(item)}
            onKeyDown={onKeyDown}
          >
            <span>{item.name}</span>
            <span class="muted numeric">{item.year ?? ""}</span>
          </div>
        ))}
        {found.length === 0 && (
          <p class="architecture-search-none">
            {catalogue.value.status === "error"
              ? "The list could not be loaded."
              : `No results for “${text.value.trim()}”.`}
          </p>
        )}
      </div>
    </div>
  );
}
