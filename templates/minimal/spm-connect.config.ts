import { defineConfig } from 'spm-connect/config';

export default defineConfig({
  connector: './src/connector.ts',
  store: './.spm/store.sqlite',
  // The embedded sandbox: no network, account or key. For production, pass `--target production`.
  target: 'sandbox',
  lint: {
    // Settings with which lint tests parseSettings; the shop of the sandbox has them too.
    settings: ['./fixtures/settings.json'],
  },
});
