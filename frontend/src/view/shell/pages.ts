/** The pages, each loaded when it is first needed, so that a page brings only its own code. */

import type { ComponentType } from "preact";
import { pause } from "../../api/transport";
import type { Route } from "../../state/routes";

export type PageComponent = ComponentType<{ slug: string }>;

const LOADERS: Record<Route["page"], () => Promise<PageComponent>> = {
  gallery: async () => (await import("../gallery/page")).default,
  architecture: async () => (await import("../architecture/page")).default,
  compare: async () => (await import("../compare/page")).default,
  shared: async () => (await import("../compare/shared-page")).default,
  "not-found": async () => (await import("./not-found")).default,
};

/** What the first page shows may come so long after its code; then the page says that it waits. */
const SKELETON_AFTER_MS = 120;

const loaded = new Map<Route["page"], PageComponent>();

/** At hand without waiting, or null. */
export function loadedPage(page: Route["page"]): PageComponent | null {
  return loaded.get(page) ?? null;
}

export async function loadPage(page: Route["page"]): Promise<PageComponent> {
  const component = await LOADERS[page]();
  loaded.set(page, component);
  return component;
}

/** The code of the page that the browser opened, and what it shows first if that comes soon. */
export async function loadFirstPage(route: Route): Promise<void> {
  await loadPage(route.page);
  if (route.page !== "architecture") return;
  const { prefetchPage } = await import("../architecture/page");
  await Promise.race([prefetchPage(route.slug), pause(SKELETON_AFTER_MS)]);
}
