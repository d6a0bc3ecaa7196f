/** The Options panel: input size, batch, data type, counting, fusing of layers. */

import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./options.css";
import type { ApiError } from "../../../api/errors";
import type { ArchitectureDetail } from "../../../api/types";
import {
  CONVENTIONS,
  type Convention,
  OPERATION_NOTES,
  OPERATION_UNITS,
} from "../../../model/figures/operations";
import { convention } from "../../../state/convention";
import { chooseConvention } from "../../../state/network/linked-convention";
import {
  DTYPES,
  isFused,
  isFusedByDefault,
  useNetworkView,
} from "../../../state/network/network-view";
import { Button } from "../../ui/button";
import { NumberField } from "../../ui/fields/number-field";
import { type Choice, Segmented } from "../../ui/fields/segmented";
import { Select } from "../../ui/fields/select";
import { Popover } from "../../ui/popover";
import { InputSize } from "./input-size";
import {
  changedOptions,
  DEFAULT_OPTIONS,
  LIMITS,
  ownSize,
  rejectedOption,
  trainingLayers,
} from "./network-options";
import { Rejection } from "./rejection";

const COUNTS: readonly Choice<Convention>[] = CONVENTIONS.map((value) => ({
  value,
  label: OPERATION_UNITS[value],
  title: OPERATION_NOTES[value],
}));

interface OptionsProps {
  detail: ArchitectureDetail;
  /** Why the figures on the page are not what was asked for. */
  rejection: ApiError | null;
  onRetry: () => void;
}

/** The button with its panel; while that is closed, a rejection takes a row of its own in the toolbar. */
export function Options(props: OptionsProps) {
  const isOpen = useSignal(false);
  const state = useNetworkView().state.value;
  const { detail, rejection, onRetry } = props;
  const isTold = isOpen.value && rejection !== null && rejectedOption(rejection, state) !== null;
  return (
    <>
      <Popover label="Options" isOpen={isOpen} changes={changedOptions(state)}>
        <OptionsForm {...props} />
      </Popover>
      {rejection && !isTold && (
        <div class="options-rejection">
          <Rejection rejection={rejection} detail={detail} onRetry={onRetry} />
        </div>
      )}
    </>
  );
}

function OptionsForm({ detail, rejection }: OptionsProps) {
  const view = useNetworkView();
  const state = view.state.value;
  const own = ownSize(detail);
  const heads = trainingLayers(detail);
  const rejected = rejection && rejectedOption(rejection, state);
  const id = useId();
  const errorId = (option: string) => `${id}-${option}`;
  const why = (option: string) =>
    rejected === option &&
    rejection && <Rejection rejection={rejection} detail={detail} id={errorId(option)} />;
  return (
    <div class="options">
      <div class="options-group">
        {own && <InputSize own={own} errorId={rejected === "size" ? errorId("size") : undefined} />}
        {why("size")}
        <div class="options-row">
          <NumberField
            label="Batch"
            value={state.batch}
            least={1}
            most={LIMITS.batch}
            errorId={rejected === "batch" ? errorId("batch") : undefined}
            onChange={(batch, history) => view.change({ batch }, history)}
          />
          <Select
            label="Data type"
            value={state.dtype}
            options={DTYPES.map((dtype) => ({ value: dtype, label: dtype }))}
            onChange={(dtype) => view.change({ dtype })}
          />
        </div>
        {why("batch")}
        {why("dtype")}
      </div>
      <div class="options-group">
        <Segmented
          label="Operations counted as"
          showLabel
          choices={COUNTS}
          value={convention.value}
          onChange={chooseConvention}
        />
      </div>
      <div class="options-group">
        <Switch
          isOn={isFused(state)}
          note="One box for convolution, batch norm and ReLU, as in the lecture's tables"
          onChange={(fused) =>
            view.change({ fused: fused === isFusedByDefault(state.picture) ? null : fused })
          }
        >
          Fuse batch norm and activation into the convolution
        </Switch>
        {(heads > 0 || state.training) && (
          <Switch
            isOn={state.training}
            note={`${heads === 1 ? "One layer" : `${heads} layers`} used only in training: the auxiliary classifiers`}
            onChange={(training) => view.change({ training })}
          >
            Include training-only layers
          </Switch>
        )}
        {why("training")}
      </div>
      {changedOptions(state) > 0 && (
        <div class="options-end">
          <Button
            size="small"
            variant="quiet"
            onClick={() => view.change({ ...DEFAULT_OPTIONS, fused: null })}
          >
            Reset all
          </Button>
        </div>
      )}
    </div>
  );
}

function Switch(props: {
  isOn: boolean;
  note: string;
  children: ComponentChildren;
  onChange: (isOn: boolean) => void;
}) {
  return (
    <label class="options-switch">
      <input
        type="checkbox"
        checked={props.isOn}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.children}</span>
      <small>{props.note}</small>
    </label>
  );
}
