/** Parts of a page whose code is loaded when they are first drawn, so that the rest is there sooner. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type ApiError, toApiError } from "../../api/errors";
import { ErrorNotice } from "./notice";

/** Shows nothing while the code loads; `what` names the part in the error if loading fails. */
export function lazily<Props extends object>(
  what: string,
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null;

  return function Lazy(props: Props) {
    const [Loaded, show] = useState(() => loaded);
    const [failure, fail] = useState<ApiError | null>(null);
    const [attempt, tryAgain] = useState(0);
    useEffect(() => {
      if (Loaded) return;
      fail(null);
      load().then(
        (component) => {
          loaded = component;
          show(() => component);
        },
        (cause: unknown) => fail(toApiError(cause)),
      );
    }, [attempt]);
    if (Loaded) return <Loaded {...props} />;
    return (
      failure && <ErrorNotice error={failure} what={what} onRetry={() => tryAgain(attempt + 1)} />
    );
  };
}
