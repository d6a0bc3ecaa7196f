/** The gallery's filters: family, years, and limits on costs. */

import { useMemo } from "preact/hooks";
import type { ArchitectureSummary } from "../../api/types";
import { familyNames } from "../../model/gallery/families";
import type { GalleryView } from "../../model/gallery/gallery-view";
import { macLimits, paramLimits, yearChoices } from "../../model/gallery/limits";
import { formatCount, withoutTrailingZeros } from "../../model/text/format";
import { operationsPerMac, summaryUnit } from "../../state/convention";
import { Select } from "../ui/fields/select";

export function Filters(props: {
  view: GalleryView;
  items: readonly ArchitectureSummary[];
  onChange: (view: GalleryView) => void;
}) {
  const { view, items, onChange } = props;
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
