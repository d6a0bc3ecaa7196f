/** Saves the ONNX file when it is ready: at once if the reader asked for it on this page. */

import { type Signal, useSignal } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";

export interface Download {
  /** Where the finished file is; null until it is known to be ready. */
  address: Signal<string | null>;
  /** The reader wants the file. */
  request: () => void;
  ready: (address: string) => void;
}

export function useDownload(slug: string, name: string): Download {
  const address = useSignal<string | null>(null);
  const isRequested = useRef(false);
  return useMemo(
    () => ({
      address,
      request: () => {
        isRequested.current = true;
      },
      ready: (from: string) => {
        address.value = from;
        // After a reload the request is gone: a file that saves itself would be a surprise.
        if (!isRequested.current) return;
        isRequested.current = false;
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
