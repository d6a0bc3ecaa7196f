/** The bar at the top of every page: search, counting convention, comparison, theme. */

import { useRef } from "preact/hooks";
import "./top-bar.css";
import {
  CONVENTIONS,
  type Convention,
  OPERATION_NOTES,
  OPERATION_UNITS,
} from "../../model/figures/operations";
import { convention } from "../../state/convention";
import { navigate, route } from "../../state/navigation";
import { chooseConvention } from "../../state/network/linked-convention";
import { architecturePath, comparePath, galleryPath } from "../../state/routes";
import { pageTitle } from "../../state/title";
import { tray, trayCount } from "../../state/tray";
import { ArchitectureSearch } from "../catalogue/architecture-search";
import { Button } from "../ui/button";
import { type Choice, Segmented } from "../ui/fields/segmented";
import { useShortcut } from "../ui/use-shortcut";
import { ThemeToggle } from "./theme-toggle";

const COUNTS: readonly Choice<Convention>[] = CONVENTIONS.map((value) => ({
  value,
  label: value === "pools" ? <ShortPools /> : OPERATION_UNITS[value],
  name: OPERATION_UNITS[value],
  title: OPERATION_NOTES[value],
}));

/** "MACs + pools" without its first word where there is no space for it. */
function ShortPools() {
  return (
    <>
      <span class="wide-word">MACs </span>+ pools
    </>
  );
}

function Wordmark() {
  return (
    <a class="wordmark" href={galleryPath} aria-label="Layerscope, all architectures">
      <svg viewBox="0 0 18 16" width="18" height="16" aria-hidden="true">
        <rect class="glyph-memory" x="0" y="1" width="12" height="3.5" />
        <rect class="glyph-params" x="0" y="6.25" width="7" height="3.5" />
        <rect class="glyph-macs" x="0" y="11.5" width="18" height="3.5" />
      </svg>
      <span>Layerscope</span>
    </a>
  );
}

function Breadcrumb() {
  if (!pageTitle.value) return <span class="breadcrumb" />;
  return (
    <nav class="breadcrumb" aria-label="Breadcrumb">
      <a href={galleryPath}>Architectures</a>
      <span class="breadcrumb-mark" aria-hidden="true">
        /
      </span>
      <span class="breadcrumb-here" aria-current="page">
        {pageTitle.value}
      </span>
    </nav>
  );
}

function TrayLink() {
  const count = trayCount.value;
  const here = route.value.page === "compare";
  return (
    <a
      class="tray-link"
      href={comparePath(tray.value.map((item) => item.slug))}
      aria-label={`Compare ${count}`}
      aria-current={here ? "page" : undefined}
      title={tray.value.map((item) => item.name).join(", ") || "Nothing to compare yet"}
    >
      <span class="tray-word">Compare </span>
      <span class="tray-count numeric" data-filled={count > 0}>
        {count}
      </span>
    </a>
  );
}

export function TopBar() {
  const field = useRef<HTMLInputElement>(null);

  useShortcut("/", () => field.current?.focus());

  return (
    <header class="top-bar">
      <a class="skip-link" href="#main">
        Skip to content
      </a>
      <Wordmark />
      <Breadcrumb />
      <div class="top-bar-search">
        <ArchitectureSearch
          label="Search architectures"
          placeholder="Search  /"
          inputRef={field}
          onLeave={() => field.current?.blur()}
          onPick={(item) => {
            field.current?.blur();
            navigate(architecturePath(item.slug));
          }}
        />
      </div>
      <div class="top-bar-tools">
        <span class="top-bar-search-button">
          <Button
            variant="quiet"
            icon="search"
            label="Search architectures"
            onClick={() => field.current?.focus()}
          />
        </span>
        <Segmented
          label="Operations counted as"
          choices={COUNTS}
          value={convention.value}
          onChange={chooseConvention}
        />
        <TrayLink />
        <ThemeToggle />
      </div>
    </header>
  );
}
