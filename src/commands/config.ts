import { withApp } from './app.js';
import type { Command } from './types.js';

export interface ConfigReport {
  file: string | null;
  settings: { key: string; value: unknown; origin: { kind: string; name: string } }[];
  /** Secrets come from the environment; only whether they are set is told. */
  secrets: { name: string; set: boolean }[];
}

export const command: Command = {
  spec: {
    name: 'config',
    summary: 'print every setting with where it came from',
    description:
      'Settings are taken from flags, else the environment (and the .env beside the configuration file), else the file, else the default. Secrets are never printed.',
    examples: [
      { command: 'spm-connect config', description: 'what a run here would use' },
      {
        command: 'SPM_TARGET=production spm-connect config --json',
        description: 'the same for a program, with an environment variable in force',
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
