/** The pages, each loaded when it is first needed, so that a page brings only its own code. */

import type { ComponentType } from "preact";
import { pause } from "../../api/transport";
import type { Route } from "../../state/routes";

export type PageComponent = ComponentType<{ slug: string }>;

/** What a page shows first may come so long after its code; then the page says that it waits. */
const SKELETON_AFTER_MS = 120;

type Loaders = {
  [Page in Route["page"]]: (route: Extract<Route, { page: Page }>) => Promise<PageComponent>;
};

const LOADERS: Loaders = {
  gallery: async () => (await import("../gallery/page")).default,
  architecture: async ({ slug }) => {
    const { default: page, askFirst } = await import("../architecture/page");
    await Promise.race([askFirst(slug), pause(SKELETON_AFTER_MS)]);
    return page;
  },
  compare: async () => (await import("../compare/page")).default,
  shared: async () => (await import("../compare/shared-page")).default,
  "not-found": async () => (await import("./not-found")).default,
};

const loaded = new Map<Route["page"], PageComponent>();

/** At hand without waiting, or null. */
export function loadedPage(page: Route["page"]): PageComponent | null {
  return loaded.get(page) ?? null;
}

/** The page's code and, if it comes soon, what the page shows first. */
export async function loadPage<Page extends Route["page"]>(
  route: Extract<Route, { page: Page }>,
): Promise<PageComponent> {
  const component = await LOADERS[route.page](route);
  loaded.set(route.page, component);
  return component;
}
