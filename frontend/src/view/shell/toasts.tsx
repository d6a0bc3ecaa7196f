/** Short messages in a corner of the page, which go away by themselves. */

import "./toasts.css";
import { dismissToast, toasts } from "../../state/toast";
import { Button } from "../ui/button";

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={`toast toast-${toast.tone}`}>
          <span>{toast.text}</span>
          <Button
            variant="quiet"
            size="small"
            icon="close"
            label="Dismiss"
            onClick={() => dismissToast(toast.id)}
          />
        </div>
      ))}
    </div>
  );
}
