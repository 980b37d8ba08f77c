import { withApp } from './app.js';
import type { Command } from './types.js';

export interface ConfigReport {
  file: string | null;
  settings: { key: string; value: unknown; origin: { kind: string; name: string } }[];
  /** Secrets come from the environment; the report only says whether they are set. */
  secrets: { name: string; set: boolean }[];
}

export const command: Command = {
  spec: {
    name: 'config',
    summary: 'print every setting and its origin',
    description:
      'A flag wins over the environment (with the .env next to the configuration file), then comes the file, then the default. Secrets are never printed.',
    examples: [
      { command: 'spm-connect config', description: 'the settings that a run here uses' },
      {
        command: 'SPM_TARGET=production spm-connect config --json',
        description: 'for a program, with a setting from the environment',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const { SECRETS } = await import('../config/settings.js');
      const { file, settings } = await app.config();
      const data: ConfigReport = {
        file,
        settings: [...settings],
        secrets: SECRETS.map((name) => ({ name, set: Boolean(invocation.env[name]) })),
      };
      return { data };
    }),
};
