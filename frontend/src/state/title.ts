/** What the reader is looking at, for the breadcrumb, the window's title and screen readers. */

import { effect, signal } from "@preact/signals";
import { catalogue } from "./catalogue";
import { route } from "./navigation";
import type { Route } from "./routes";

const APP = "Layerscope";

function firstTitle(current: Route): string {
  switch (current.page) {
    case "gallery":
      return "";
    case "architecture": {
      const known = catalogue.peek().data?.find((item) => item.slug === current.slug);
      return known?.name ?? current.slug;
    }
    case "compare":
      return "Compare";
    case "shared":
      return "Shared comparison";
    case "not-found":
      return "Not found";
  }
}

/** Set with every route; a page may say more once it knows. Empty on the gallery, the root. */
export const pageTitle = signal("");

effect(() => {
  pageTitle.value = firstTitle(route.value);
});

if (typeof document !== "undefined") {
  effect(() => {
    document.title = pageTitle.value ? `${pageTitle.value} · ${APP}` : APP;
  });
}
