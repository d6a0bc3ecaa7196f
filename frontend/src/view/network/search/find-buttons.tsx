/** The buttons beside the search field: previous and next layer, clear, help. */

import { Button } from "../../ui/button";

export function FindButtons(props: {
  hasText: boolean;
  hasHits: boolean;
  isHelpOpen: boolean;
  onStep: (by: 1 | -1) => void;
  onClear: () => void;
  onHelp: () => void;
}) {
  const common = { size: "small", variant: "quiet" } as const;
  return (
    <span class="find-buttons">
      {props.hasText && (
        <>
          <Button
            {...common}
            icon="chevron"
            label="Previous match"
            disabled={!props.hasHits}
            onClick={() => props.onStep(-1)}
          />
          <Button
            {...common}
            icon="chevron"
            label="Next match"
            disabled={!props.hasHits}
            onClick={() => props.onStep(1)}
          />
          <Button {...common} icon="close" label="Clear search" onClick={props.onClear} />
        </>
      )}
      <Button {...common} label="Search help" expanded={props.isHelpOpen} onClick={props.onHelp}>
        ?
      </Button>
    </span>
  );
}
