import { fileURLToPath } from "node:url";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const source = (path: string): string => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const config: ViteUserConfig = defineConfig({
  resolve: {
    alias: {
      "#canonical": source("kernel/canonical-fast.ts"),
      "#cedar": source("kernel/with-cedar.ts"),
      "#glob": source("kernel/glob-fast.ts"),
      "#lookup": source("kernel/rule-index.ts"),
      "#money": source("kernel/with-money.ts"),
      "#sha256": source("sha256/node.ts"),
      "#on-demand": source("on-demand/portable.ts"),
    },
  },
  test: { include: ["src/**/*.test.ts", "test/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
export default config;
