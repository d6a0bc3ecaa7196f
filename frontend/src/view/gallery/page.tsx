import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import "./gallery.css";
import type { ArchitectureSummary } from "../../api/types";
import {
  decades,
  families,
  type GalleryView,
  galleryItems,
  type Order,
  readGalleryView,
  writeGalleryView,
} from "../../model/gallery";
import { catalogue, loadCatalogue } from "../../state/catalogue";
import { conventionNote, operationUnit } from "../../state/convention";
import { query, replaceQuery } from "../../state/navigation";
import { Button } from "../ui/button";
import { GlyphLegend } from "../ui/glyph";
import { ErrorNotice, Notice } from "../ui/notice";
import { SearchField } from "../ui/search-field";
import { Segmented } from "../ui/segmented";
import { Select } from "../ui/select";
import { Card, type CardScales } from "./card";
import { CardSkeleton } from "./card-skeleton";

function orders(): { value: Order; label: string }[] {
  return [
    { value: "year", label: "Year" },
    { value: "params", label: "Parameters" },
    { value: "macs", label: operationUnit.value },
    { value: "error", label: "Error" },
  ];
}

function show(view: GalleryView): void {
  replaceQuery(writeGalleryView(view));
}

function Controls(props: { view: GalleryView; items: readonly ArchitectureSummary[] }) {
  const { view, items } = props;
  return (
    <search class="gallery-controls">
      <SearchField
        label="Filter architectures"
        placeholder="Name, family or year"
        value={view.search}
        onInput={(search) => show({ ...view, search })}
      />
      <Select
        label="Family"
        value={view.family}
        options={[
          { value: "", label: "All families" },
          ...families(items).map((family) => ({ value: family, label: family })),
        ]}
        onChange={(family) => show({ ...view, family })}
      />
      <Segmented
        label="Order by"
        showLabel
        choices={orders()}
        value={view.order}
        onChange={(order) => show({ ...view, order })}
      />
    </search>
  );
}

function cardScales(items: readonly ArchitectureSummary[]): CardScales {
  return {
    memory: decades(items.map((item) => item.activation_bytes)),
    params: decades(items.map((item) => item.params)),
    macs: decades(items.map((item) => item.macs)),
  };
}

function Cards(props: { items: readonly ArchitectureSummary[]; scales: CardScales }) {
  return (
    <ul class="gallery-cards">
      {props.items.map((item) => (
        <li key={item.slug}>
          <Card item={item} scales={props.scales} />
        </li>
      ))}
    </ul>
  );
}

/** By year the gallery reads as history, one heading a year. */
function History(props: { items: readonly ArchitectureSummary[]; scales: CardScales }) {
  const years = new Map<number | null, ArchitectureSummary[]>();
  for (const item of props.items) years.set(item.year, [...(years.get(item.year) ?? []), item]);
  return (
    <>
      {[...years].map(([year, items]) => (
        <section key={year ?? "unknown"} class="gallery-year">
          <h2 class="gallery-year-head numeric">{year ?? "Year unknown"}</h2>
          <Cards items={items} scales={props.scales} />
        </section>
      ))}
    </>
  );
}

function NothingFound(props: { view: GalleryView }) {
  const { search, family } = props.view;
  const wanted = search ? `“${search}”` : "this";
  return (
    <Notice
      title={`Nothing found for ${wanted}${family ? ` among ${family}` : ""}`}
      actions={
        <Button onClick={() => show({ ...props.view, search: "", family: "" })}>
          Show all architectures
        </Button>
      }
    >
      <p>Names, families and years are searched; every word must occur.</p>
    </Notice>
  );
}

function Listing(props: { view: GalleryView; items: readonly ArchitectureSummary[] }) {
  const { view, items } = props;
  if (items.length === 0)
    return (
      <Notice title="The catalogue is empty">
        <p>
          No architecture has been loaded yet. <code>manage.py load_catalogue</code> loads those
          that ship with Layerscope.
        </p>
      </Notice>
    );
  const shown = galleryItems(items, view);
  if (shown.length === 0) return <NothingFound view={view} />;
  const scales = cardScales(items);
  return view.order === "year" ? (
    <History items={shown} scales={scales} />
  ) : (
    <Cards items={shown} scales={scales} />
  );
}

export default function GalleryPage() {
  useEffect(() => {
    void loadCatalogue();
  }, []);
  const { status, data, error } = catalogue.value;
  const view = useComputed(() => readGalleryView(query.value)).value;
  return (
    <div class="page gallery" data-gallery-state={status}>
      <header class="gallery-head">
        <h1>Neural networks, layer by layer</h1>
        <p class="gallery-intro">
          Open a network to see what every layer costs in memory, parameters and operations. Each
          card draws the resolution above its axis and the width below, by depth; the bars of all
          cards share one logarithmic scale.
        </p>
        <GlyphLegend memory="Activation memory" params="Parameters" macs={conventionNote.value} />
      </header>
      <Controls view={view} items={data ?? []} />
      {data ? (
        <Listing view={view} items={data} />
      ) : error ? (
        <ErrorNotice error={error} what="The architectures" onRetry={() => loadCatalogue(true)} />
      ) : (
        <ul class="gallery-cards" aria-label="Loading architectures" aria-busy="true">
          {[...Array(8).keys()].map((index) => (
            <li key={index}>
              <CardSkeleton />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
