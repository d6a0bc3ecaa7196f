/** The gallery's search, filters and order; on a phone the filters fold away under one button. */

import { useSignal } from "@preact/signals";
import type { ArchitectureSummary } from "../../api/types";
import { activeFilters, NO_FILTER } from "../../model/gallery/filters";
import type { GalleryView, Order } from "../../model/gallery/gallery-view";
import { formatNumberOf } from "../../model/text/format";
import { summaryUnit } from "../../state/convention";
import { Button } from "../ui/button";
import { SearchField } from "../ui/fields/search-field";
import { type Choice, Segmented } from "../ui/fields/segmented";
import { Filters } from "./filters";
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
          <Filters view={view} items={items} onChange={onChange} />
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
