/** The compare tray: architectures put aside to look at side by side, kept across visits. */

import { computed, signal } from "@preact/signals";
import { readStored, writeStored } from "./storage";

const KEY = "layerscope.tray";

/** As many as the colours, the table and a shared link stay readable with. */
export const TRAY_LIMIT = 20;

export interface TrayItem {
  slug: string;
  name: string;
}

export function parseTray(text: string | null): TrayItem[] {
  let stored: unknown;
  try {
    stored = JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
  if (!Array.isArray(stored)) return [];
  const items = new Map<string, TrayItem>();
  for (const entry of stored as Partial<TrayItem>[]) {
    if (typeof entry?.slug === "string" && typeof entry.name === "string")
      items.set(entry.slug, { slug: entry.slug, name: entry.name });
  }
  return [...items.values()].slice(0, TRAY_LIMIT);
}

export const tray = signal<readonly TrayItem[]>(parseTray(readStored(KEY)));
export const trayCount = computed(() => tray.value.length);

function replace(items: readonly TrayItem[]): void {
  tray.value = items;
  writeStored(KEY, JSON.stringify(items));
}

export function inTray(slug: string): boolean {
  return tray.value.some((item) => item.slug === slug);
}

/** False when the tray is full. Adding what is there already changes nothing. */
export function addToTray(slug: string, name: string): boolean {
  if (inTray(slug)) return true;
  if (tray.value.length >= TRAY_LIMIT) return false;
  replace([...tray.value, { slug, name }]);
  return true;
}

/** A comparison opened by a link becomes the reader's own, unless one is being gathered already. */
export function adoptIntoEmptyTray(items: readonly TrayItem[]): void {
  if (tray.peek().length === 0 && items.length > 0)
    replace(items.map(({ slug, name }) => ({ slug, name })));
}

export function removeFromTray(slug: string): void {
  if (inTray(slug)) replace(tray.value.filter((item) => item.slug !== slug));
}

// Two open windows share one tray.
if (typeof window !== "undefined") {
  window.addEventListener("storage", (event) => {
    if (event.key === KEY) tray.value = parseTray(event.newValue);
  });
}
