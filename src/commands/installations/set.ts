import { setInterval } from '../../app/schedule.js';
import { settingOf } from '../../config/settings.js';
import { parseDuration } from '../../config/values.js';
import { SpmError } from '../../errors.js';
import { withApp } from '../app.js';
import type { Command } from '../types.js';
import { ID } from './one.js';

export const command: Command = {
  spec: {
    name: 'installations set',
    summary: 'set how often loops sync a shop',
    description:
      'Sets the time between two scheduled syncs of a shop. `default` removes it: then the interval of the loop counts.',
    arguments: [ID],
    options: [
      {
        flags: '--interval <duration>',
        description: 'time between two scheduled syncs, such as 1h, or `default`',
      },
    ],
    examples: [
      {
        command: 'spm-connect installations set shop-1 --interval 1h',
        description: 'sync a shop once an hour',
      },
      {
        command: 'spm-connect installations set shop-1 --interval default --json',
        description: 'sync it as often as the others, and print JSON',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      const intervalMs = readInterval(invocation.options.interval);
      return { data: await setInterval(app, invocation.args[0] ?? '', intervalMs) };
    }),
};

/** Null for `default`. */
function readInterval(given: unknown): number | null {
  if (given === undefined)
    throw new SpmError('SPM_MISSING_INPUT', 'There is nothing to set', {
      cause: '--interval is missing',
      hint: 'Pass a time such as --interval 1h, or --interval default.',
    });
  if (given === 'default') return null;
  const ms = parseDuration(String(given));
  const setting = settingOf('sync.interval');
  const [least, most] = setting.type === 'duration' ? setting.range : [0, 0];
  if (ms !== undefined && ms >= least && ms <= most) return ms;
  throw new SpmError('SPM_INVALID_VALUE', `--interval cannot be '${given}'`, {
    cause: 'it is neither a duration from 1s to 365d nor `default`',
    hint: 'Pass a time such as 15m or 1h, or `default`.',
  });
}
