import { connectorOf, withContext } from '../context.js';
import type { Command } from './types.js';

export const command: Command = {
  spec: {
    name: 'lint',
    summary: 'check the connector and its plan, without network',
    description:
      'Ends with 1 when there is an error, so that CI stops. Warnings are printed and let it pass. A plan that depends on settings is checked with every file of lint.settings.',
    arguments: [
      {
        syntax: '[path...]',
        description:
          'connector modules, plan files, or folders with a configuration (default: the connector of the configuration)',
      },
    ],
    examples: [
      { command: 'spm-connect lint', description: 'check the connector of the configuration' },
      { command: 'spm-connect lint shop.plan.yaml', description: 'check a plan file' },
      { command: 'spm-connect lint --json', description: 'the findings as one document' },
    ],
  },
  run: (invocation) =>
    withContext(invocation, async (context) => {
      const { args, cwd } = invocation;
      const { findTargets } = await import('../lint/targets.js');
      const { runLint } = await import('../lint/run.js');
      const configs = {
        config: () => context.config(),
        configNear: (folder: string) => context.configNear(folder),
        connectorOf,
      };
      const data = await runLint({ targets: await findTargets(args, configs, cwd), cwd });
      return { data, exit: data.summary.error > 0 ? 'failed' : 'ok' };
    }),
};
