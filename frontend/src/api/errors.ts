/** What can go wrong between the page and the server, in one shape. */

/**
 * An answer the server refused, or none at all.
 *
 * code is the server's, or "unreachable" when nothing answered, "unreadable" when the answer was not
 * the JSON the contract promises. status is 0 when nothing answered.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly code: string,
    message: string,
    readonly field: string | null = null,
    readonly status = 0,
  ) {
    super(message);
  }

  get isMissing(): boolean {
    return this.status === 404;
  }

  get isUnreachable(): boolean {
    return this.status === 0 && this.code === "unreachable";
  }

  /** Worth asking again without a change: nothing answered, or a server in between was busy. */
  get isPassing(): boolean {
    return this.isUnreachable || [429, 502, 503, 504].includes(this.status);
  }
}

export function toApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  // fetch rejects with a TypeError when no connection came about.
  if (cause instanceof TypeError)
    return new ApiError(
      "unreachable",
      "The server did not respond. Check that it is running and that you are online.",
    );
  return new ApiError("unreadable", cause instanceof Error ? cause.message : String(cause));
}

interface ErrorBody {
  error?: { code?: unknown; message?: unknown; field?: unknown };
}

/** Reads `{"error": {code, message, field}}`; anything else is named by its status. */
export function errorFromBody(status: number, body: unknown): ApiError {
  const error = (body as ErrorBody | null | undefined)?.error;
  if (error && typeof error.message === "string")
    return new ApiError(
      typeof error.code === "string" ? error.code : "error",
      error.message,
      typeof error.field === "string" ? error.field : null,
      status,
    );
  return new ApiError(
    "unreadable",
    `The server returned status ${status} without an explanation.`,
    null,
    status,
  );
}
