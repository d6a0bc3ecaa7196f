/** The pages and their addresses; links are written with these functions only. */

export type Route =
  | { page: "gallery" }
  | { page: "architecture"; slug: string }
  | { page: "compare" }
  | { page: "shared"; slug: string }
  | { page: "not-found" };

export const galleryPath = "/";

export function architecturePath(slug: string): string {
  return `/a/${encodeURIComponent(slug)}`;
}

export function comparePath(slugs: readonly string[]): string {
  const query = slugs.map((slug) => `a=${encodeURIComponent(slug)}`).join("&");
  return query ? `/compare?${query}` : "/compare";
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

export function matchRoute(pathname: string): Route {
  const [first = "", second, ...rest] = pathname.split("/").filter(Boolean);
  if (rest.length > 0) return { page: "not-found" };
  if (first === "") return { page: "gallery" };
  if (first === "compare" && second === undefined) return { page: "compare" };
  if (first === "a" && second !== undefined) return { page: "architecture", slug: decoded(second) };
  if (first === "c" && second !== undefined) return { page: "shared", slug: decoded(second) };
  return { page: "not-found" };
}
