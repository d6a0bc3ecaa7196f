/** The cards: as history, family by family, or in one list; or why there are none. */

import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ArchitectureSummary } from "../../api/types";
import { decades } from "../../model/figures/log-range";
import { type Family, groupByFamily } from "../../model/gallery/families";
import { type FilterName, NO_FILTER, without } from "../../model/gallery/filters";
import { type GalleryView, loosened, type Order } from "../../model/gallery/gallery-view";
import { formatCount } from "../../model/text/format";
import { operationsPerMac, summaryUnit } from "../../state/convention";
import { isNarrow } from "../../state/screen";
import { Button } from "../ui/button";
import { Notice } from "../ui/notice";
import { Card, type CardScales } from "./card";

/** One row of cards on a wide screen. */
const FIRST = 4;
const FIRST_ON_A_PHONE = 2;

interface ListingProps {
  view: GalleryView;
  items: readonly ArchitectureSummary[];
  found: readonly ArchitectureSummary[];
  onChange: (view: GalleryView) => void;
}

export function Listing(props: ListingProps) {
  const { view, items, found } = props;
  const scales = useMemo(() => cardScales(items), [items]);
  if (items.length === 0)
    return (
      <Notice title="The catalogue is empty">
        <p>
          No architectures have been loaded yet. <code>manage.py load_catalogue</code> loads the
          ones that ship with Layerscope.
        </p>
      </Notice>
    );
  if (found.length === 0) return <NothingFound {...props} />;
  if (view.order !== "history")
    return (
      <section class="gallery-list">
        <h2>{orderText(view.order)}</h2>
        <Cards items={found} scales={scales} showFamily />
      </section>
    );
  const first = isNarrow.value ? FIRST_ON_A_PHONE : FIRST;
  return (
    <>
      {groupByFamily(items, found, view, first).map((family) => (
        <FamilySection
          key={family.name}
          family={family}
          first={first}
          scales={scales}
          onFold={(fold) => {
            const others = view.unfolded.filter((name) => name !== family.name);
            props.onChange({ ...view, unfolded: fold ? others : [...others, family.name] });
          }}
        />
      ))}
    </>
  );
}

function orderText(order: Exclude<Order, "history">): string {
  switch (order) {
    case "params":
      return "Fewest parameters first";
    case "macs":
      return `Fewest ${summaryUnit.value} first`;
    case "error":
      return "Lowest published top-1 error first; networks without one come last";
    case "name":
      return "By name, A to Z";
  }
}

function cardScales(items: readonly ArchitectureSummary[]): CardScales {
  return {
    memory: decades(items.map((item) => item.activation_bytes)),
    params: decades(items.map((item) => item.params)),
    macs: decades(items.map((item) => item.macs)),
  };
}

function Cards(props: {
  items: readonly ArchitectureSummary[];
  scales: CardScales;
  showFamily?: boolean;
}) {
  return (
    <ul class="gallery-cards">
      {props.items.map((item) => (
        <li key={item.slug}>
          <Card item={item} scales={props.scales} showFamily={props.showFamily ?? false} />
        </li>
      ))}
    </ul>
  );
}

function FamilySection(props: {
  family: Family<ArchitectureSummary>;
  first: number;
  scales: CardScales;
  onFold: (fold: boolean) => void;
}) {
  const { family, first, scales, onFold } = props;
  const section = useRef<HTMLElement>(null);
  const unfolding = useRef(false);
  useEffect(() => {
    // The new cards stand before the button that was pressed, so reading goes on at the first of them.
    if (unfolding.current)
      section.current
        ?.querySelectorAll<HTMLElement>(".card-name a")
        .item(first)
        ?.focus({ preventScroll: true });
    unfolding.current = false;
  }, [family.folded, first]);
  const canFold = family.unfolded;
  return (
    <section class="family" ref={section}>
      <h2 class="family-head">
        <span class="family-year numeric">{family.year ?? "No year"}</span>{" "}
        <span>{family.name}</span>
      </h2>
      {family.summary && <p class="family-summary">{family.summary}</p>}
      <Cards items={family.shown} scales={scales} />
      {(family.folded > 0 || canFold) && (
        <p class="family-more">
          <Button
            size="small"
            label={`${canFold ? "Show fewer of" : `Show all ${family.total} of`} ${family.name}`}
            onClick={() => {
              unfolding.current = !canFold;
              onFold(canFold);
            }}
          >
            {canFold ? "Show fewer" : `Show all ${family.total}`}
          </Button>
        </p>
      )}
    </section>
  );
}

function filterText(name: FilterName, view: GalleryView): string {
  const { year_min: from, year_max: to } = view;
  switch (name) {
    case "search":
      return `the words “${view.search}”`;
    case "family":
      return `the family ${view.family}`;
    case "year":
      if (from !== null && to !== null)
        return from === to ? `the year ${from}` : `the years ${from} to ${to}`;
      return from !== null ? `the years from ${from}` : `the years up to ${to}`;
    case "params_max":
      return `at most ${formatCount(view.params_max)} parameters`;
    case "macs_max":
      return `at most ${formatCount((view.macs_max ?? 0) * operationsPerMac.value, summaryUnit.value)}`;
  }
}

function NothingFound({ view, items, onChange }: ListingProps) {
  const ways = loosened(items, view);
  return (
    <Notice
      title="Nothing matches these filters"
      actions={
        <>
          {ways.map(({ name, count }) => (
            <Button key={name} onClick={() => onChange(without(view, name))}>
              Without {filterText(name, view)} ({count})
            </Button>
          ))}
          <Button variant="quiet" onClick={() => onChange({ ...view, ...NO_FILTER })}>
            Show all {items.length}
          </Button>
        </>
      }
    >
      <p>
        {ways.length > 0
          ? "Remove a filter to see results; the number in brackets says how many."
          : "Removing a single filter is not enough. The search covers names, families and years, and every word must match."}
      </p>
    </Notice>
  );
}
