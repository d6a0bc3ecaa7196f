/** Light, dark or as the system says; public/theme.js applies the stored choice before first paint. */

import { effect, signal } from "@preact/signals";
import { readStored, writeStored } from "./storage";

export type Theme = "system" | "light" | "dark";

const KEY = "layerscope.theme";

function parseTheme(text: string | null): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

export const theme = signal<Theme>(parseTheme(readStored(KEY)));

export function setTheme(next: Theme): void {
  theme.value = next;
  writeStored(KEY, next === "system" ? null : next);
}

if (typeof document !== "undefined") {
  effect(() => {
    if (theme.value === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
  });
}
