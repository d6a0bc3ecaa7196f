/** A field that finds an architecture of the catalogue by its name. */

import { useSignal } from "@preact/signals";
import type { RefObject } from "preact";
import type { ArchitectureSummary } from "../../api/types";
import { searchArchitectures } from "../../model/gallery/architecture-search";
import { catalogue, loadCatalogue } from "../../state/catalogue";
import { Combobox, useOptionList } from "../ui/fields/combobox";

const MOST_OPTIONS = 8;

export function ArchitectureSearch(props: {
  label: string;
  placeholder: string;
  exclude?: (slug: string) => boolean;
  onPick: (architecture: ArchitectureSummary) => void;
  /** Escape in a field that is closed and empty. */
  onLeave?: () => void;
  inputRef?: RefObject<HTMLInputElement | null>;
}) {
  const { inputRef } = props;
  const text = useSignal("");
  const list = useOptionList({ firstActive: true });
  const known = (catalogue.value.data ?? []).filter((item) => !props.exclude?.(item.slug));
  const clear = () => {
    text.value = "";
    list.close();
  };
  return (
    <Combobox
      label={props.label}
      placeholder={props.placeholder}
      listLabel="Architectures"
      value={text.value}
      list={list}
      options={searchArchitectures(known, text.value).slice(0, MOST_OPTIONS)}
      optionKey={(item) => item.slug}
      renderOption={(item) => (
        <>
          <span>{item.name}</span>
          <span class="muted numeric">{item.year ?? ""}</span>
        </>
      )}
      empty={
        catalogue.value.status === "error"
          ? "The list could not be loaded."
          : `No results for “${text.value.trim()}”.`
      }
      onInput={(next) => {
        text.value = next;
      }}
      onPick={(item) => {
        clear();
        props.onPick(item);
      }}
      onEscape={(wasShown) => {
        if (!wasShown && !text.value) props.onLeave?.();
        clear();
      }}
      onFocus={() => {
        void loadCatalogue();
        list.open();
      }}
      {...(inputRef ? { inputRef } : {})}
    />
  );
}
