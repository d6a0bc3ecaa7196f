import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { fetchArchitecture, fetchArchitectures, watchJob } from "./client";
import { ApiError } from "./errors";
import type { Job } from "./types";

type Answer = Response | TypeError;

function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers });
}

/** Answers one after the other and keeps the requests. */
function serve(...answers: Answer[]): Request[] {
  const requests: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    requests.push(request);
    const answer = answers[requests.length - 1];
    if (answer === undefined) throw new Error(`unexpected request ${request.url}`);
    if (answer instanceof TypeError) throw answer;
    return answer;
  });
  return requests;
}

beforeEach(() => {
  vi.stubGlobal("window", { location: { origin: "http://layerscope.test" } });
  vi.stubGlobal("setTimeout", (done: () => void) => queueMicrotask(done));
});

describe("reading", () => {
  it("follows the pages of a list", async () => {
    const next = "http://other-name/api/architectures/?page=2";
    const requests = serve(
      json({ count: 2, next, previous: null, results: [{ slug: "alexnet" }] }),
      json({ count: 2, next: null, previous: null, results: [{ slug: "vgg16" }] }),
    );
    const list = await fetchArchitectures();
    expect(list.map((item) => item.slug)).toEqual(["alexnet", "vgg16"]);
    expect(requests[1]?.url).toBe("http://layerscope.test/api/architectures/?page=2&page_size=100");
  });

  it("carries the server's code, message and field", async () => {
    serve(json({ error: { code: "not_found", message: "No such one.", field: "slug" } }, 404));
    const error = await fetchArchitecture("nope").catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ code: "not_found", field: "slug", status: 404, isMissing: true });
  });

  it("asks again when nothing answered or a server was busy", async () => {
    serve(new TypeError("no connection"), json({}, 503), json({ slug: "alexnet" }));
    expect(await fetchArchitecture("alexnet")).toEqual({ slug: "alexnet" });
  });

  it("does not repeat what the server refused", async () => {
    const requests = serve(json({ error: { code: "x", message: "bad" } }, 400));
    await expect(fetchArchitecture("alexnet")).rejects.toMatchObject({ code: "x" });
    expect(requests).toHaveLength(1);
  });

  it("names an answer that is not JSON", async () => {
    serve(new Response("<html>", { status: 200 }));
    await expect(fetchArchitecture("alexnet")).rejects.toMatchObject({ code: "unreadable" });
  });
});

describe("watching a job", () => {
  const running = { id: "1", state: "running", progress: 0.5 } as Job;
  const done = { ...running, state: "succeeded", progress: 1 } as Job;

  it("sends the ETag back and reports changes only", async () => {
    const requests = serve(
      json(running, 200, { ETag: '"a"' }),
      new Response(null, { status: 304 }),
      json(done, 200, { ETag: '"b"' }),
    );
    const onChange = vi.fn();
    const last = await watchJob("1", { onChange }, new AbortController().signal);
    expect(last.state).toBe("succeeded");
    expect(onChange.mock.calls.map(([job]) => job.state)).toEqual(["running", "succeeded"]);
    expect(requests[1]?.headers.get("If-None-Match")).toBe('"a"');
  });

  it("keeps asking while the server is away and says when it is back", async () => {
    const away = new TypeError("no connection");
    serve(json(running), away, away, away, json(done));
    const onTrouble = vi.fn();
    await watchJob("1", { onChange: () => {}, onTrouble }, new AbortController().signal);
    expect(onTrouble.mock.calls.map(([trouble]) => trouble?.code ?? null)).toEqual([
      "unreachable",
      null,
    ]);
  });

  it("stops when the page goes away", async () => {
    serve(json(running));
    const abort = new AbortController();
    const watching = watchJob("1", { onChange: () => abort.abort() }, abort.signal);
    await expect(watching).rejects.toMatchObject({ name: "AbortError" });
  });
});

it("is the only source file that knows an address of the API", () => {
  const source = new URL("..", import.meta.url).pathname;
  const files = readdirSync(source, { recursive: true, encoding: "utf8" });
  const knowing = files
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .filter((file) => /["'`]\/api\//.test(readFileSync(join(source, file), "utf8")));
  expect(knowing).toEqual(["api/client.ts"]);
});
