/** The buttons of an architecture: compare, profile, export. */

import { TrayButton } from "../../catalogue/tray-button";
import { Button } from "../../ui/button";
import { Select } from "../../ui/fields/select";
import type { JobActions } from "./use-actions";

export function Actions(props: { slug: string; name: string; actions: JobActions }) {
  const { slug, name, actions } = props;
  const devices = actions.devices.value;
  return (
    <>
      <TrayButton slug={slug} name={name} />
      {devices.length > 1 && (
        <Select
          label="Device"
          value={actions.device.value}
          options={devices.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(next) => {
            actions.device.value = next;
          }}
        />
      )}
      <Button
        size="small"
        icon="bars"
        disabled={actions.isActive("profile")}
        onClick={actions.start.profile}
      >
        Profile
      </Button>
      <Button
        size="small"
        icon="download"
        disabled={actions.isActive("onnx_export")}
        onClick={actions.start.onnx_export}
      >
        Download ONNX
      </Button>
    </>
  );
}
