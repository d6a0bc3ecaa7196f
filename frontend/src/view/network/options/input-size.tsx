/** Height and width of the input; one follows the other until they are unlinked. */

import { useSignal } from "@preact/signals";
import { useNetworkView } from "../../../state/network/network-view";
import { Button } from "../../ui/button";
import { NumberField } from "../../ui/fields/number-field";
import { LIMITS, type Size, sizeText } from "./network-options";

type Side = keyof Size;
const OTHER: Record<Side, Side> = { height: "width", width: "height" };

export function InputSize(props: { own: Size; errorId: string | undefined }) {
  const { own, errorId } = props;
  const view = useNetworkView();
  const { height, width } = view.state.value;
  const now: Size = { height: height ?? own.height, width: width ?? own.width };
  const follows = (side: Side, pixels: number) =>
    Math.max(1, Math.round((pixels * own[OTHER[side]]) / own[side]));
  const isLinked = useSignal(now.width === follows("height", now.height));

  function change(side: Side, pixels: number, history: "step" | "detail") {
    const other = isLinked.value ? follows(side, pixels) : now[OTHER[side]];
    const next = { [side]: pixels, [OTHER[side]]: other } as unknown as Size;
    // A URL without a size means the network's own.
    const isOwn = next.height === own.height && next.width === own.width;
    view.change(isOwn ? { height: null, width: null } : next, history);
  }

  const field = (label: string, side: Side) => (
    <NumberField
      label={label}
      value={now[side]}
      least={1}
      most={LIMITS.side}
      errorId={errorId}
      onChange={(pixels, history) => change(side, pixels, history)}
    />
  );
  return (
    <div class="options-row">
      {field("Input height", "height")}
      <Button
        variant="quiet"
        icon="link"
        label="Link height and width"
        pressed={isLinked.value}
        onClick={() => {
          isLinked.value = !isLinked.value;
        }}
      />
      {field("Input width", "width")}
      {sizeText(now) !== sizeText(own) && !errorId && (
        <Button
          variant="quiet"
          label={`Reset to the network's own size, ${sizeText(own)}`}
          onClick={() => view.change({ height: null, width: null })}
        >
          Reset
        </Button>
      )}
    </div>
  );
}
