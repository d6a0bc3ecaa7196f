import { defineConfig } from "vite";

/** Built into a folder that the test names: `vite build --config test-pages/vite.config.ts --outDir FOLDER`. */
export default defineConfig({
  base: "/test-pages/",
  publicDir: false,
  build: {
    manifest: true,
    target: ["chrome123"],
    cssCodeSplit: false,
    assetsInlineLimit: 0,
    emptyOutDir: true,
    rolldownOptions: { input: "test-pages/side-by-side.tsx" },
  },
  worker: { format: "es" },
});
