/** The application: top bar, the page of the route, toasts. */

import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import "./app.css";
import { type ApiError, toApiError } from "../../api/errors";
import { route } from "../../state/navigation";
import type { Route } from "../../state/routes";
import { pageTitle } from "../../state/title";
import { ErrorNotice } from "../ui/notice";
import { OfflineLine } from "./offline";
import { loadedPage, loadPage } from "./pages";
import { Toasts } from "./toasts";
import { TopBar } from "./top-bar";

function slugOf(current: Route): string {
  return "slug" in current ? current.slug : "";
}

/** The route's page once its code is here; until then the page before it stays. */
function RoutedPage() {
  const current = route.value;
  const shown = useSignal<Route | null>(loadedPage(current.page) ? current : null);
  const failure = useSignal<ApiError | null>(null);
  const attempt = useSignal(0);
  const tries = attempt.value;

  useEffect(() => {
    let stale = false;
    failure.value = null;
    loadPage(current.page).then(
      () => {
        if (!stale) shown.value = current;
      },
      (cause: unknown) => {
        if (!stale) failure.value = toApiError(cause);
      },
    );
    return () => {
      stale = true;
    };
  }, [current, tries, shown, failure]);

  if (failure.value)
    return (
      <div class="page">
        <ErrorNotice
          error={failure.value}
          what="This page"
          onRetry={() => {
            attempt.value += 1;
          }}
        />
      </div>
    );
  const page = shown.value;
  const Page = page && loadedPage(page.page);
  if (!page || !Page) return null;
  const slug = slugOf(page);
  return <Page key={`${page.page}/${slug}`} slug={slug} />;
}

export function App() {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  const current = route.value;

  // After a navigation reading starts at the page's top, for keyboards and screen readers too.
  useEffect(() => {
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [current]);

  return (
    <>
      <TopBar />
      <OfflineLine />
      <main id="main" class="main" ref={main} tabIndex={-1}>
        <RoutedPage />
      </main>
      <Toasts />
      <p class="visually-hidden" aria-live="polite">
        {pageTitle.value}
      </p>
    </>
  );
}
