/** A rejected option: the reason, and a button that resets it. */

import type { ApiError } from "../../../api/errors";
import type { ArchitectureDetail } from "../../../api/types";
import { useNetworkView, type ViewState } from "../../../state/network/network-view";
import { Button } from "../../ui/button";
import { Icon } from "../../ui/icon";
import {
  DEFAULT_OPTIONS,
  type OptionName,
  ownSize,
  rejectedOption,
  sizeText,
} from "./network-options";

function resetOf(
  option: OptionName,
  detail: ArchitectureDetail,
): [words: string, Partial<ViewState>] {
  const own = ownSize(detail);
  switch (option) {
    case "size":
      return [own ? sizeText(own) : "its own size", { height: null, width: null }];
    case "batch":
      return [`batch ${DEFAULT_OPTIONS.batch}`, { batch: DEFAULT_OPTIONS.batch }];
    case "dtype":
      return [DEFAULT_OPTIONS.dtype, { dtype: DEFAULT_OPTIONS.dtype }];
    case "training":
      return ["inference", { training: false }];
  }
}

export function Rejection(props: {
  rejection: ApiError;
  detail: ArchitectureDetail;
  id?: string;
  onRetry?: () => void;
}) {
  const { rejection, detail, id, onRetry } = props;
  const view = useNetworkView();
  const option = rejectedOption(rejection, view.state.value);
  const [words, change] = option ? resetOf(option, detail) : [];
  return (
    <div class="rejection" role="alert">
      <Icon name="warning" />
      {/* A path may break behind its dots. */}
      <p id={id}>{rejection.message.replace(/\.(?=[a-z])/g, ".\u200b")}</p>
      {change && (
        <Button size="small" onClick={() => view.change(change)}>
          Reset to {words}
        </Button>
      )}
      {!option && onRetry && (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
