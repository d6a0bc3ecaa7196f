import { showToast } from "../../state/toast";
import { addToTray, inTray, removeFromTray, TRAY_LIMIT } from "../../state/tray";
import { Button } from "./button";

/** Puts an architecture aside for the comparison, or takes it back. */
export function TrayButton(props: { slug: string; name: string }) {
  const { slug, name } = props;
  const added = inTray(slug);
  const toggle = () => {
    if (added) removeFromTray(slug);
    else if (!addToTray(slug, name))
      showToast(`The comparison holds ${TRAY_LIMIT} architectures; remove one first.`, "problem");
  };
  return (
    <Button
      size="small"
      icon={added ? "check" : "plus"}
      pressed={added}
      label={added ? `In compare: remove ${name}` : `Add ${name} to compare`}
      onClick={toggle}
    >
      {added ? "In compare" : "Compare"}
    </Button>
  );
}
