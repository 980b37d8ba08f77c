import { defineConfig } from 'spm-connect/config';

export default defineConfig({
  connector: './connector.ts',
  lint: {
    rules: {
      'plan/unique-key': 'off', // <- lint/unknown-rule
    },
  },
});
