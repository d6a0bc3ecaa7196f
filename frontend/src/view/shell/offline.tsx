/** A line under the top bar while the browser has no connection. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

export function OfflineLine() {
  const offline = useSignal(!navigator.onLine);
  useEffect(() => {
    const update = () => {
      offline.value = !navigator.onLine;
    };
    window.addEventListener("online", update);
    window.addEventListener("offline", update);
    return () => {
      window.removeEventListener("online", update);
      window.removeEventListener("offline", update);
    };
  }, [offline]);
  return (
    <div role="status">
      {offline.value && <p class="offline-line">You are offline. This data was loaded earlier.</p>}
    </div>
  );
}
