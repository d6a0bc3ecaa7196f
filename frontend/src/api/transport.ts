/** fetch that retries what may be retried, and turns error responses into ApiError. */

import { type ApiError, errorFromBody, toApiError } from "./errors";

const RETRIES = 2;
const FIRST_WAIT_MS = 250;

/** Resolves after ms, rejects at once when aborted. */
export function pause(ms: number, abort?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, ms);
    function done() {
      abort?.removeEventListener("abort", stop);
      resolve();
    }
    function stop() {
      clearTimeout(timer);
      reject(abort?.reason);
    }
    if (abort?.aborted) stop();
    else abort?.addEventListener("abort", stop, { once: true });
  });
}

async function errorOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  return errorFromBody(response.status, body);
}

/**
 * Only reading is repeated: a POST that got no answer may have been carried out.
 *
 * Raises ApiError for every answer outside 2xx and 304, and for no answer; an abort rejects as it is.
 */
export async function fetchWithRetries(request: Request): Promise<Response> {
  const attempts = request.method === "GET" ? RETRIES + 1 : 1;
  for (let attempt = 1; ; attempt += 1) {
    let problem: ApiError;
    try {
      const response = await fetch(request.clone());
      if (response.ok || response.status === 304) return response;
      problem = await errorOf(response);
    } catch (cause) {
      if (request.signal.aborted) throw cause;
      problem = toApiError(cause);
    }
    if (attempt >= attempts || !problem.isPassing) throw problem;
    await pause(FIRST_WAIT_MS * 2 ** (attempt - 1), request.signal);
  }
}
