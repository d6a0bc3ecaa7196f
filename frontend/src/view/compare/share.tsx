/** Sharing a comparison: the button, and the link to the frozen copy. */

import { useSignal } from "@preact/signals";
import { createComparison } from "../../api/client";
import { toApiError } from "../../api/errors";
import { showToast } from "../../state/toast";
import { Button } from "../ui/button";
import { CopyField } from "../ui/fields/copy-field";

/** Freezes what is shown under a link; a change afterwards asks for a new one. */
export function useShare(slugs: readonly string[], view: Record<string, unknown>) {
  const made = useSignal<{ of: string; link: string } | null>(null);
  const busy = useSignal(false);
  const shared = JSON.stringify([slugs, view]);

  async function share() {
    busy.value = true;
    try {
      const { url } = await createComparison(slugs, view);
      made.value = { of: shared, link: new URL(url, window.location.href).href };
    } catch (cause) {
      showToast(`The link could not be created. ${toApiError(cause).message}`, "problem");
    } finally {
      busy.value = false;
    }
  }

  const link = made.value?.of === shared ? made.value.link : null;
  return { share, busy: busy.value, link };
}

export function ShareButton(props: { busy: boolean; disabled: boolean; onClick: () => void }) {
  return (
    <Button
      variant="primary"
      icon="link"
      disabled={props.busy || props.disabled}
      onClick={props.onClick}
    >
      {props.busy ? "Sharing" : "Share"}
    </Button>
  );
}

export function SharedLink(props: { link: string | null }) {
  return (
    <div class="compare-shared" role="status">
      {props.link && (
        <div class="compare-link">
          <CopyField label="Link to this comparison" text={props.link} copyAtOnce />
          <p class="muted">
            Frozen: this link will always show these numbers.{" "}
            <a href={new URL(props.link).pathname}>Open link</a>
          </p>
        </div>
      )}
    </div>
  );
}
