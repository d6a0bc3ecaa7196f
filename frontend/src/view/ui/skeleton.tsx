/** A placeholder in the size of content that is being loaded. */

import "./skeleton.css";

/** The placeholder of something that is loading, in the size it will have. */
export function Skeleton(props: { width?: string; height?: string }) {
  return (
    <span
      class="skeleton"
      aria-hidden="true"
      style={{ width: props.width ?? "100%", height: props.height ?? "1em" }}
    />
  );
}
