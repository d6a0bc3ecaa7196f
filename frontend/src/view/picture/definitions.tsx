/** Arrowheads, and the hatching of unknown operators. */

import { useMemo } from "preact/hooks";

let pictures = 0;

/** Names for the elements of one picture that others refer to: several pictures, and their export, share a page. */
export function usePictureId(): string {
  return useMemo(() => {
    pictures += 1;
    return `picture-${pictures}`;
  }, []);
}

/** The style sheets refer to the definitions by these custom properties of the picture's root. */
export function definitionUrls(id: string) {
  return { "--arrow": `url(#${id}-arrow)`, "--hatch": `url(#${id}-hatch)` };
}

export function Definitions({ id }: { id: string }) {
  return (
    <defs>
      <marker
        id={`${id}-arrow`}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path class="arrow" d="M1 1l6 3-6 3z" />
      </marker>
      <pattern
        id={`${id}-hatch`}
        width="8"
        height="8"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <path class="hatch" d="M0 0V8" />
      </pattern>
    </defs>
  );
}
