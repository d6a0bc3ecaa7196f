/** Saves the ONNX file when it is ready: at once if the reader asked for it on this page. */

import { type Signal, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";

export interface Download {
  /** Where the finished file is; null until it is known to be ready. */
  address: Signal<string | null>;
  /** The reader wants the file. */
  ask: () => void;
  ready: (address: string) => void;
}

export function useDownload(slug: string, name: string): Download {
  const address = useSignal<string | null>(null);
  const asked = useRef(false);
  return useMemo(
    () => ({
      address,
      ask: () => {
        asked.current = true;
      },
      ready: (from: string) => {
        address.value = from;
        // After a reload nobody has asked: a file that saves itself would be a surprise.
        if (!asked.current) return;
        asked.current = false;
        const link = document.createElement("a");
        link.href = from;
        link.download = `${slug}.onnx`;
        link.title = name;
        document.body.append(link);
        link.click();
        link.remove();
      },
    }),
    [slug, name, address],
  );
}
