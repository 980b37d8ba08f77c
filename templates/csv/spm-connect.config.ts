import { defineConfig } from 'spm-connect/config';

export default defineConfig({
  connector: './src/connector.ts',
  store: './.spm/store.sqlite',
  // The embedded sandbox: no network, account or key. Production is `--target production`.
  target: 'sandbox',
  lint: {
    // Settings that the linter tries on parseSettings; the sandbox's installation has them too.
    settings: ['./fixtures/settings.json'],
  },
});
