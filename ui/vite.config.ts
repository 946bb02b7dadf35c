import { fileURLToPath } from "node:url";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vitest/config";
import { guide } from "./build/guide.ts";

const docs = fileURLToPath(new URL("../docs", import.meta.url));

export default defineConfig({
  // Relative, since the window serves the files from its own scheme.
  base: "./",
  plugins: [svelte(), guide()],
  resolve: {
    conditions: process.env.VITEST ? ["browser"] : undefined,
  },
  server: { port: 1420, strictPort: true, fs: { allow: [".", docs] } },
  build: {
    target: "es2022",
    // The content security policy allows no data: fonts, and files of their own are cached.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // All of it comes from the disk at once.
    chunkSizeWarningLimit: 1000,
    // The laptop's window and the room screen.
    rolldownOptions: { input: ["index.html", "room.html"] },
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.ts", "src/**/*.test.ts"],
    setupFiles: ["tests/setup.ts"],
  },
});
