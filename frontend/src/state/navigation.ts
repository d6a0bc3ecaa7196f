/**
 * Client-side navigation over plain links: `<a href>` everywhere, the History API underneath.
 *
 * A page writes its own view state with replaceQuery; scroll positions are remembered per history
 * entry as it is left, because the browser restores them before the page has fetched what it shows.
 */

import { computed, signal } from "@preact/signals";
import { matchRoute } from "./routes";

interface Address {
  pathname: string;
  search: string;
}

function current(): Address {
  if (typeof window === "undefined") return { pathname: "/", search: "" };
  return { pathname: window.location.pathname, search: window.location.search };
}

export const address = signal<Address>(current());
const pathname = computed(() => address.value.pathname);
/** Changes with the path only, not with the query. */
export const route = computed(() => matchRoute(pathname.value));
export const query = computed(() => new URLSearchParams(address.value.search));

const scrollByEntry = new Map<string, number>();
let entry = "first";
let entries = 0;

export function navigate(href: string): void {
  const url = new URL(href, window.location.href);
  const same = url.pathname === window.location.pathname && url.search === window.location.search;
  if (same && url.hash === window.location.hash) return;
  entries += 1;
  const key = `${Date.now()}-${entries}`;
  scrollByEntry.set(entry, window.scrollY);
  window.history.pushState({ key }, "", url);
  entry = key;
  const turned = url.pathname !== address.value.pathname;
  address.value = current();
  if (turned) window.scrollTo(0, 0);
}

/** Paths and commas are readable in an address; only what must be escaped is. */
export function searchOf(params: URLSearchParams): string {
  const text = params.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** Writes view state into the address bar as a step that the back button undoes. */
export function navigateQuery(params: URLSearchParams): void {
  navigate(window.location.pathname + searchOf(params));
}

/** Writes view state into the address bar without a new history entry. */
export function replaceQuery(params: URLSearchParams): void {
  const search = searchOf(params);
  if (search === window.location.search) return;
  const { pathname: path, hash } = window.location;
  window.history.replaceState(window.history.state, "", path + search + hash);
  address.value = current();
}

/** Scrolls once the page is long enough for it, unless the reader has moved first. */
function restoreScroll(target: number): void {
  const until = performance.now() + 1500;
  let moved = false;
  const stop = () => {
    moved = true;
  };
  for (const kind of ["wheel", "touchstart", "keydown"] as const)
    window.addEventListener(kind, stop, { once: true, passive: true });
  const attempt = () => {
    if (moved) return;
    window.scrollTo(0, target);
    if (Math.abs(window.scrollY - target) > 1 && performance.now() < until)
      requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}

function isPlainClick(event: MouseEvent): boolean {
  return (
    event.button === 0 &&
    !event.defaultPrevented &&
    !event.metaKey &&
    !event.ctrlKey &&
    !event.shiftKey &&
    !event.altKey
  );
}

function onClick(event: MouseEvent): void {
  if (!isPlainClick(event) || !(event.target instanceof Element)) return;
  const link = event.target.closest("a");
  // An SVG link's href is an object; only HTML links and links inside SVG text are pages here.
  const href = link?.getAttribute("href");
  if (!link || !href || link.hasAttribute("download") || link.getAttribute("target")) return;
  const url = new URL(href, window.location.href);
  if (url.origin !== window.location.origin || href.startsWith("#")) return;
  if (matchRoute(url.pathname).page === "not-found") return;
  event.preventDefault();
  navigate(url.href);
}

/** Called once by main. */
export function startNavigation(): void {
  window.history.scrollRestoration = "manual";
  const state: unknown = window.history.state;
  if (state && typeof state === "object" && "key" in state) entry = String(state.key);
  document.addEventListener("click", onClick);
  window.addEventListener("popstate", (event) => {
    const key = (event.state as { key?: string } | null)?.key ?? "first";
    const { pathname: path, search } = address.peek();
    scrollByEntry.set(entry, window.scrollY);
    entry = key;
    address.value = current();
    // A jump to a fragment is the browser's to scroll.
    if (path === window.location.pathname && search === window.location.search) return;
    const turned = path !== window.location.pathname;
    restoreScroll(scrollByEntry.get(key) ?? (turned ? 0 : window.scrollY));
  });
}
