/** The gallery page: all architectures, filtered and ordered. */

import { useComputed } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import "./gallery.css";
import type { ArchitectureSummary } from "../../api/types";
import {
  type GalleryView,
  galleryItems,
  readGalleryView,
  writeGalleryView,
} from "../../model/gallery/gallery-view";
import { catalogue, loadCatalogue } from "../../state/catalogue";
import { summaryNote } from "../../state/convention";
import { query, replaceQuery } from "../../state/navigation";
import { GlyphLegend } from "../ui/glyph";
import { ErrorNotice } from "../ui/notice";
import { CardSkeleton } from "./card-skeleton";
import { Controls } from "./controls";
import { Listing } from "./listing";

const NONE: readonly ArchitectureSummary[] = [];

function show(view: GalleryView): void {
  replaceQuery(writeGalleryView(view));
}

export default function GalleryPage() {
  useEffect(() => {
    void loadCatalogue();
  }, []);
  const { status, data, error } = catalogue.value;
  const view = useComputed(() => readGalleryView(query.value)).value;
  const items = data ?? NONE;
  const found = useMemo(() => galleryItems(items, view), [items, view]);
  return (
    <div class="page gallery" data-gallery-state={status}>
      <header class="gallery-head">
        <h1>Neural networks, layer by layer</h1>
        <p class="gallery-intro">
          Open a network to see what every layer costs in memory, parameters and operations. Each
          card plots resolution above the axis and width below it, from input to output; all cards'
          bars share one logarithmic scale.
        </p>
        <GlyphLegend memory="Activation memory" params="Parameters" macs={summaryNote.value} />
      </header>
      <Controls view={view} items={items} found={data && found.length} onChange={show} />
      {data ? (
        <Listing view={view} items={data} found={found} onChange={show} />
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
