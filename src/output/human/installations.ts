/** The results of the installation commands. */
import type { InstallationStatusChange } from '../../app/installations.js';
import type { IntervalChange, PauseChange } from '../../app/schedule.js';
import type { InstallationAdded } from '../../commands/installations/add.js';
import type { InstallationsList } from '../../commands/installations/list.js';
import type { InstallationRemoved } from '../../commands/installations/remove.js';
import type { InstallationToken } from '../../commands/installations/token.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, duration, shownOf, tableTime } from '../text.js';

export function renderInstallationsList(
  data: InstallationsList,
  { out, columns }: Terminal,
): string[] {
  const { total, installations } = data;
  if (total === 0) return ['No installation matches.'];
  const [titles = '', ...rows] = table(
    ['id', 'shop', 'status', 'last run', 'when'].map((title) => ({ title })),
    installations.map(({ installation_id, shop_domain, status, paused, interval_ms, last_run }) => [
      installation_id,
      shop_domain ?? '-',
      [
        status,
        ...(paused ? ['paused'] : []),
        ...(interval_ms === null ? [] : [`every ${duration(interval_ms)}`]),
      ].join(', '),
      last_run === null ? 'none' : `${last_run.status} (#${last_run.id})`,
      tableTime(last_run?.finished_at ?? last_run?.started_at ?? null, data.generated_at, columns),
    ]),
    {
      room: columns,
      giveWay: [
        ['shop', 12],
        ['id', 12],
      ],
    },
  );
  return [out.bold(titles), ...rows, ...shownOf(installations.length, total)];
}

const ORIGINS = {
  stdin: 'from standard input',
  environment: 'from SPM_ACCESS_TOKEN',
  prompt: 'from the prompt',
} as const;

export function renderInstallationAdded(data: InstallationAdded, { out }: Terminal): string[] {
  const { installation_id: id, outcome, status, token_from, settings } = data;
  if (outcome === 'unchanged') return [`${id} is already registered with the same data.`];
  return [
    `${out.green('✔')} ${outcome} ${out.bold(id)}, ${status}`,
    `  token     ${token_from === null ? 'kept' : ORIGINS[token_from]}`,
    ...(settings.length > 0 ? [`  settings  ${settings.join(', ')}`] : []),
    ...(status === 'active' ? [] : ['', `Next: spm-connect installations activate ${id}`]),
  ];
}

export function renderStatusChange(data: InstallationStatusChange, { out }: Terminal): string[] {
  const { installation_id: id, status, changed, tested } = data;
  const test = tested ? '; the connection test passed' : '';
  if (!changed) return [`${id} is already ${status}${test}.`];
  return [`${out.green('✔')} ${out.bold(id)} is ${status}${test}.`];
}

export function renderIntervalChange(data: IntervalChange, { out }: Terminal): string[] {
  const { installation_id: id, interval_ms, changed } = data;
  const often =
    interval_ms === null ? 'as often as the loop says' : `every ${duration(interval_ms)}`;
  if (!changed) return [`Loops already sync ${id} ${often}.`];
  return [`${out.green('✔')} Loops sync ${out.bold(id)} ${often}.`];
}

export function renderPauseChange(data: PauseChange, { out }: Terminal): string[] {
  const { installation_id: id, paused, changed } = data;
  if (!changed) return [paused ? `${id} is already paused.` : `${id} is not paused.`];
  return [`${out.green('✔')} ${out.bold(id)} is ${paused ? 'paused' : 'resumed'}.`];
}

export function renderToken(data: InstallationToken, { out }: Terminal): string[] {
  const { installation_id: id, outcome, token_from } = data;
  if (outcome === 'unchanged') return [`The token ${ORIGINS[token_from]} is already stored.`];
  return [`${out.green('✔')} ${outcome} the token of ${out.bold(id)}, ${ORIGINS[token_from]}.`];
}

export function renderRemoved(data: InstallationRemoved, { out }: Terminal): string[] {
  const { cursors, runs, rejects } = data.removed;
  return [
    `${out.green('✔')} removed ${out.bold(data.installation_id)}: ${count(cursors, 'cursor')}, ${count(runs, 'run')}, ${count(rejects, 'dead letter')}`,
    `  exported to ${data.export_file}`,
  ];
}
