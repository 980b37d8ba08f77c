import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  logLevel: 'error',
  resolve: {
    alias: [
      { find: /^spm-connect$/, replacement: source('./src/index.ts') },
      { find: /^spm-connect\/testing$/, replacement: source('./src/testing.ts') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['test/setup.ts'],
    // It imports JSON in a way that only bundlers take; its source maps lead nowhere, hence the log level.
    server: { deps: { inline: [/@actions\/workflow-parser/] } },
    // Most of the time goes into processes that the tests start and wait for.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
