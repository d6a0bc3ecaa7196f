/** Is the window as narrow as a phone? The breakpoint is that of the style sheets. */

import { signal } from "@preact/signals";

const media = typeof window === "undefined" ? null : window.matchMedia("(max-width: 760px)");

export const isNarrow = signal(media?.matches ?? false);

media?.addEventListener("change", (event) => {
  isNarrow.value = event.matches;
});
