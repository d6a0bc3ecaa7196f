/** The Compare button of an architecture, which adds it to the comparison or removes it. */

import { showToast } from "../../state/toast";
import { addToTray, inTray, removeFromTray, TRAY_LIMIT } from "../../state/tray";
import { Button } from "../ui/button";

/** Puts an architecture aside for the comparison, or takes it back. */
export function TrayButton(props: { slug: string; name: string }) {
  const { slug, name } = props;
  const added = inTray(slug);
  const toggle = () => {
    if (added) removeFromTray(slug);
    else if (!addToTray(slug, name))
      showToast(
        `A comparison holds at most ${TRAY_LIMIT} architectures; remove one first.`,
        "problem",
      );
  };
  return (
    <Button
      size="small"
      icon={added ? "check" : "plus"}
      pressed={added}
      label={added ? `Added: remove ${name} from the comparison` : `Compare: add ${name}`}
      onClick={toggle}
    >
      {added ? "Added" : "Compare"}
    </Button>
  );
}
