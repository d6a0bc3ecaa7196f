/** Why the figures are not for what was asked, and the way back. */

import type { ApiError } from "../../../api/errors";
import type { ArchitectureDetail } from "../../../api/types";
import { useNetworkView, type ViewState } from "../../../state/network/network-view";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import { blame, ownSize, sizeText, USUAL, type Wish } from "./network-options";

function wayBack(wish: Wish, detail: ArchitectureDetail): [words: string, Partial<ViewState>] {
  const own = ownSize(detail);
  switch (wish) {
    case "size":
      return [own ? sizeText(own) : "its own size", { height: null, width: null }];
    case "batch":
      return [`batch ${USUAL.batch}`, { batch: USUAL.batch }];
    case "dtype":
      return [USUAL.dtype, { dtype: USUAL.dtype }];
    case "training":
      return ["inference", { training: false }];
  }
}

export function Refusal(props: {
  refusal: ApiError;
  detail: ArchitectureDetail;
  id?: string;
  onRetry?: () => void;
}) {
  const { refusal, detail, id, onRetry } = props;
  const view = useNetworkView();
  const wish = blame(refusal, view.state.value);
  const [words, change] = wish ? wayBack(wish, detail) : [];
  return (
    <div class="refusal" role="alert">
      <Icon name="warning" />
      {/* A path may break behind its dots. */}
      <p id={id}>{refusal.message.replace(/\.(?=[a-z])/g, ".\u200b")}</p>
      {change && (
        <Button size="small" onClick={() => view.change(change)}>
          Reset to {words}
        </Button>
      )}
      {!wish && onRetry && (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
