/** A message in place of content: empty, missing, or failed with a button to try again. */

import type { ComponentChildren } from "preact";
import "./notice.css";
import type { ApiError } from "../../api/errors";
import { Button } from "./button";
import { GlyphBars } from "./glyph";

const EMPTY_BARS = { memory: null, params: null, macs: null };

/** A place where something should be: what happened, and what to do. */
export function Notice(props: {
  title: string;
  children?: ComponentChildren;
  actions?: ComponentChildren;
  /** Announces itself; for something that went wrong. */
  urgent?: boolean;
}) {
  return (
    <div class="notice" role={props.urgent ? "alert" : undefined}>
      <svg width="48" height="20" aria-hidden="true">
        <GlyphBars shares={EMPTY_BARS} width={48} bar={4} gap={4} />
      </svg>
      <h2 class="notice-title">{props.title}</h2>
      {props.children && <div class="notice-text">{props.children}</div>}
      {props.actions && <div class="notice-actions">{props.actions}</div>}
    </div>
  );
}

function headline(error: ApiError, what: string): string {
  if (error.isUnreachable)
    return navigator.onLine ? "The server is not responding" : "You are offline";
  return `${what} could not be loaded`;
}

export function ErrorNotice(props: { error: ApiError; what: string; onRetry: () => void }) {
  const { error } = props;
  const hint = error.isUnreachable
    ? "Check your connection and that Layerscope is running."
    : error.message;
  return (
    <Notice
      urgent
      title={headline(error, props.what)}
      actions={<Button onClick={props.onRetry}>Try again</Button>}
    >
      <p>{hint}</p>
      {!error.isUnreachable && (
        <p class="notice-code">
          <code>{error.code}</code>
          {error.status > 0 && ` · ${error.status}`}
        </p>
      )}
    </Notice>
  );
}
