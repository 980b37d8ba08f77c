/** The counterparts of the options of the kit's `createIntegrationApp`. */
import type * as t from '@babel/types';
import type { SourceModule } from '../lint/code/module.js';
import { childrenOf } from '../lint/code/nodes.js';
import { rangeOf } from '../lint/code/place.js';

/** A setting of the kit that a project uses, and its counterpart. */
export interface MovedSetting {
  option: string;
  /**
   * A key of the configuration file, an environment variable, or null for an option that is not needed.
   */
  to: string | null;
  /** A part of a sentence. */
  note: string;
  file: string;
  line: number;
}

const SERVER = 'for `spm-connect serve`';

const MOVES: Readonly<Record<string, readonly [to: string | null, note: string]>> = {
  databasePath: ['store', 'the same file is used: back it up first'],
  store: [null, 'a store of your own has no replacement yet'],
  credentialsKey: ['SPM_CREDENTIALS_KEY', 'the same key, in the environment or .env'],
  allowPlaintextSecrets: [null, 'only targets on this machine go without a key'],
  spmBaseUrl: ['target', 'production, or the address'],
  backfillDays: ['sync.backfillDays', 'the same number'],
  overlapSeconds: ['sync.overlapSeconds', 'the same number; the default here is 60'],
  syncIntervalMinutes: [
    'sync.interval',
    'with the unit, such as 15m; `spm-connect sync --loop` runs it',
  ],
  autoSync: [null, 'run `spm-connect sync --loop`'],
  retentionDays: ['retention.days', 'the same number'],
  rejectedRetentionDays: ['retention.rejectDays', 'the same number'],
  auditRetentionDays: ['retention.auditDays', 'the same number'],
  host: ['server.host', SERVER],
  port: ['server.port', SERVER],
  adminPort: ['server.adminPort', 'not used yet'],
  adminHost: [null, 'the admin API listens on this machine alone'],
  adminToken: ['SPM_ADMIN_TOKEN', 'in the environment or .env'],
  webhookSecret: ['SPM_WEBHOOK_SECRET', 'in the environment or .env; commas between several'],
};

/** The options in calls of `createIntegrationApp`. */
export function settingsIn(module: SourceModule): Omit<MovedSetting, 'file'>[] {
  const found: Omit<MovedSetting, 'file'>[] = [];
  const open: t.Node[] = [...module.body];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    open.push(...childrenOf(node));
    if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') continue;
    if (node.callee.name !== 'createIntegrationApp') continue;
    for (const given of node.arguments)
      if (given.type === 'ObjectExpression') found.push(...optionsOf(given, module));
  }
  return found.sort((a, b) => a.line - b.line);
}

function optionsOf(node: t.ObjectExpression, module: SourceModule): Omit<MovedSetting, 'file'>[] {
  return node.properties.flatMap((one) => {
    if (one.type === 'SpreadElement' || one.computed || one.key.type !== 'Identifier') return [];
    const option = one.key.name;
    const [to, note] = MOVES[option] ?? [null, SERVER];
    return [{ option, to, note, line: rangeOf(one.key, module).line }];
  });
}
