import { type SilhouetteStep, silhouettePaths, silhouetteWords } from "../../model/silhouette";

const WIDTH = 280;
const HEIGHT = 104;

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
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
    >
      <title>{words}</title>
      <path class="silhouette-resolution" d={paths.resolution} />
      <path class="silhouette-width" d={paths.width} />
      <line class="silhouette-axis" x1="0" x2={WIDTH} y1={paths.axis} y2={paths.axis} />
    </svg>
  );
}
