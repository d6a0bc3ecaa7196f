import { defineConfig } from "vitest/config";

/** The web server serves dist/ under /static/ and finds the entry through the manifest. */
export default defineConfig({
  base: "/static/",
  build: {
    outDir: "dist",
    manifest: true,
    // The oldest browsers with the CSS function light-dark(), which the tokens are written in.
    target: ["chrome123", "firefox120", "safari17.5"],
    sourcemap: false,
    // Data URLs would need a wider content security policy than the pages have.
    assetsInlineLimit: 0,
    rollupOptions: { input: "src/main.tsx" },
  },
  worker: { format: "es" },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
    unstubGlobals: true,
  },
});
