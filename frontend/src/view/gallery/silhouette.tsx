/** The silhouette of a network: resolution and width from input to output. */

import {
  type SilhouetteStep,
  silhouettePaths,
  silhouetteWords,
} from "../../model/gallery/silhouette";

const WIDTH = 280;
const HEIGHT = 88;

/** Resolution above the axis, width below it, one step per layer with weights. */
export function Silhouette(props: { steps: readonly SilhouetteStep[] }) {
  const { steps } = props;
  const paths = silhouettePaths(steps, WIDTH, HEIGHT);
  const words = silhouetteWords(steps);
  return (
    <svg
      class="silhouette"
      role="img"
      aria-label={words}
      viewBox={`-1 -1 ${WIDTH + 2} ${HEIGHT + 2}`}
      preserveAspectRatio="none"
    >
      <title>{words}</title>
      <path class="silhouette-resolution" d={paths.resolution} />
      <path class="silhouette-width" d={paths.width} />
    </svg>
  );
}
