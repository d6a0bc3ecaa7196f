/** Search help, in a few sentences, with examples to click. */

import { useEffect } from "preact/hooks";
import { EXAMPLES } from "../../../model/search/examples";

export function FindHelp(props: { onTry: (query: string) => void; onClose: () => void }) {
  const { onClose } = props;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onClose();
    };
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Element && !event.target.closest(".find")) onClose();
    };
    document.addEventListener("keydown", onKey);
    document.addEventListener("pointerdown", onPointerDown);
    return () => {
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("pointerdown", onPointerDown);
    };
  }, [onClose]);
  return (
    <div class="find-help">
      <p>
        Words find names, operators and the lecture's terms. A field narrows the search:{" "}
        <code>kernel=3</code>, <code>macs&gt;5%</code>. All terms must match; <code>|</code> means
        or, <code>-</code> means not.
      </p>
      <ul>
        {EXAMPLES.map(({ query, finds }) => (
          <li key={query}>
            <button type="button" class="find-example" onClick={() => props.onTry(query)}>
              <code class="find-word">{query}</code>
              <span class="find-about">{finds}</span>
            </button>
          </li>
        ))}
      </ul>
      <p>
        <kbd>f</kbd> jumps to this field, <kbd>Enter</kbd> goes to the next match, <kbd>Shift</kbd>{" "}
        <kbd>Enter</kbd> to the previous one, <kbd>Esc</kbd> clears the search.
      </p>
    </div>
  );
}
