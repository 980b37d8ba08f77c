import { defineConfig } from 'spm-connect/config';

export default defineConfig({
  connector: './src/connector.ts',
  store: './.spm/store.sqlite',
  // The embedded sandbox: no network, account or key. Production is `--target production`.
  target: 'sandbox',
  sync: {
    // Ten years: the sample data keeps its dates, and the first sync is to read all of it whenever it runs.
    // With real files, as far back as ShopiMind is to know the shop.
    backfillDays: 3650,
  },
  lint: {
    // Settings that the linter tries on parseSettings; the sandbox's installation has them too.
    settings: ['./fixtures/settings.json'],
  },
});
