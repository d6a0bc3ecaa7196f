/** The gallery's search, filters and order; on a phone the filters fold away under one button. */

import { useSignal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { ArchitectureSummary } from "../../api/types";
import { familyNames } from "../../model/gallery/families";
import {
  activeFilters,
  type GalleryView,
  NO_FILTER,
  type Order,
} from "../../model/gallery/gallery";
import { macLimits, paramLimits, yearChoices } from "../../model/gallery/limits";
import { formatCount, formatNumberOf, withoutTrailingZeros } from "../../model/text/format";
import { operationsPerMac, summaryUnit } from "../../state/convention";
import { Button } from "../ui/button";
import { SearchField } from "../ui/fields/search-field";
import { type Choice, Segmented } from "../ui/fields/segmented";
import { Select } from "../ui/fields/select";
import "./controls.css";

interface ControlsProps {
  view: GalleryView;
  items: readonly ArchitectureSummary[];
  /** How many the filters leave; null while that is not known. */
  found: number | null;
  onChange: (view: GalleryView) => void;
}

function orders(): Choice<Order>[] {
  return [
    { value: "history", label: "History", title: "Families by the year of their first network" },
    { value: "params", label: "Parameters", title: "Fewest parameters first" },
    { value: "macs", label: summaryUnit.value, title: "Cheapest first" },
    { value: "error", label: "Error", title: "Lowest published top-1 error first" },
    { value: "name", label: "Name", title: "A to Z" },
  ];
}

export function Controls(props: ControlsProps) {
  const { view, items, found, onChange } = props;
  const open = useSignal(false);
  const active = activeFilters(view);
  const folded = active.filter((name) => name !== "search").length;
  return (
    <search class="gallery-controls">
      <div class="gallery-narrow">
        <SearchField
          label="Filter architectures"
          placeholder="Name, family or year"
          value={view.search}
          onInput={(search) => onChange({ ...view, search })}
        />
        <span class="gallery-fold">
          <Button
            expanded={open.value}
            onClick={() => {
              open.value = !open.value;
            }}
          >
            Filters{folded > 0 && ` (${folded})`}
          </Button>
        </span>
        <div class="gallery-filters" data-open={open.value}>
          <Filters {...props} />
        </div>
      </div>
      <div class="gallery-found">
        <p role="status" class="numeric">
          {found === null ? "Loading architectures" : count(found, items.length)}
        </p>
        {active.length > 0 && (
          <Button size="small" icon="close" onClick={() => onChange({ ...view, ...NO_FILTER })}>
            Reset filters
          </Button>
        )}
      </div>
      <Segmented
        label="Sort by"
        showLabel
        choices={orders()}
        value={view.order}
        onChange={(order) => onChange({ ...view, order })}
      />
    </search>
  );
}

function count(found: number, all: number): string {
  return found === all
    ? `All ${formatNumberOf(all, "architecture")}`
    : `${found} of ${formatNumberOf(all, "architecture")}`;
}

function Filters({ view, items, onChange }: ControlsProps) {
  const perMac = operationsPerMac.value;
  const names = useMemo(() => familyNames(items), [items]);
  const years = items.map((item) => item.year);
  const atMost = (value: number) => `at most ${formatCount(value)}`;
  const params = items.map((item) => item.params);
  const macs = items.map((item) => item.macs);
  // A family that an address names in another case, or that is not there, stays to be seen.
  const family =
    names.find((name) => name.toLowerCase() === view.family.toLowerCase()) ?? view.family;
  return (
    <>
      <Select
        label="Family"
        value={family}
        options={[
          { value: "", label: "All" },
          ...[...new Set([...names, ...(family ? [family] : [])])].map((name) => ({
            value: name,
            label: name,
          })),
        ]}
        onChange={(next) => onChange({ ...view, family: next })}
      />
      <LimitSelect
        label="From"
        none="first"
        value={view.year_min}
        choices={yearChoices(years, view.year_min)}
        write={String}
        onChange={(year_min) => onChange({ ...view, year_min })}
      />
      <LimitSelect
        label="to"
        none="last"
        value={view.year_max}
        choices={yearChoices(years, view.year_max)}
        write={String}
        onChange={(year_max) => onChange({ ...view, year_max })}
      />
      <LimitSelect
        label="Parameters"
        none="any"
        value={view.params_max}
        choices={paramLimits(params, view.params_max)}
        write={(value) => withoutTrailingZeros(atMost(value))}
        onChange={(params_max) => onChange({ ...view, params_max })}
      />
      <LimitSelect
        label={summaryUnit.value}
        none="any"
        value={view.macs_max}
        choices={macLimits(macs, view.macs_max)}
        write={(value) => withoutTrailingZeros(atMost(value * perMac))}
        onChange={(macs_max) => onChange({ ...view, macs_max })}
      />
    </>
  );
}

function LimitSelect(props: {
  label: string;
  none: string;
  value: number | null;
  choices: readonly number[];
  write: (value: number) => string;
  onChange: (value: number | null) => void;
}) {
  return (
    <Select
      label={props.label}
      value={String(props.value ?? "")}
      options={[
        { value: "", label: props.none },
        ...props.choices.map((value) => ({ value: String(value), label: props.write(value) })),
      ]}
      onChange={(text) => props.onChange(text === "" ? null : Number(text))}
    />
  );
}
