import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Beside every script and style sheet its compressed form, which the web server sends to whoever takes it. */
const compressed: Plugin = {
  name: "compressed",
  writeBundle({ dir = "" }, files) {
    for (const name of Object.keys(files).filter((file) => /\.(js|css)$/.test(file)))
      writeFileSync(join(dir, `${name}.gz`), gzipSync(readFileSync(join(dir, name)), { level: 9 }));
  },
};

/** The web server serves dist/ under /static/ and finds the entry through the manifest. */
export default defineConfig({
  base: "/static/",
  plugins: [compressed],
  build: {
    outDir: "dist",
    manifest: true,
    // The oldest browsers with the CSS function light-dark(), which the tokens are written in.
    target: ["chrome123", "firefox120", "safari17.5"],
    sourcemap: false,
    // 15 KB for all pages: a file for each would be a request for each.
    cssCodeSplit: false,
    // Data URLs would need a wider content security policy than the pages have.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: "src/main.tsx",
      // What all pages share is one file, not a request for each set of pages that share something.
      output: {
        codeSplitting: {
          groups: [
            {
              name: "shared",
              test: /\/(node_modules\/(?!d3-(scale|format|array|time))|src\/(api|state|view\/(ui|catalogue|picture\/((diagram|window)\/)?[\w-]+\.tsx?)|model\/(text|network|figures|picture\/(layout\/(arrangement\/)?)?[\w-]+\.ts)))/,
              minShareCount: 2,
            },
          ],
        },
      },
    },
  },
  worker: { format: "es" },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    // A shared machine can be ten times slower than usual.
    testTimeout: 60_000,
    restoreMocks: true,
    unstubGlobals: true,
  },
});
