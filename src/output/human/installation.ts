import type { InstallationDetails } from '../../runtime/installations/describe.js';
import { visibleJson } from '../../visible.js';
import type { Terminal } from '../terminal.js';
import { indent, moment, number, stepName, tableTime } from '../text.js';
import { section } from './section.js';

export function renderInstallation(data: InstallationDetails, terminal: Terminal): string[] {
  const { out, columns } = terminal;
  const { installation: one, lease, provisioned } = data;
  const at = (iso: string | null) => moment(iso, data.generated_at);
  const inTable = (iso: string | null) => tableTime(iso, data.generated_at, columns);
  const ids = (map: Record<string, number>) =>
    Object.entries(map).map(([key, id]) => [key, String(id)]);
  return [
    `${out.bold(one.installation_id)} · ${one.status} · ${one.shop_name ?? one.shop_domain ?? 'shop unknown'}`,
    ...indent([
      ...times(one).map(([what, when]) => `${what.padEnd(12)} ${at(when)}`),
      ...(data.schedule === null ? [] : [scheduleLine(data.schedule, data.generated_at, at)]),
      ...(lease === null
        ? []
        : [`locked by process ${lease.pid} on ${lease.host} since ${at(lease.since)}`]),
    ]),
    ...section(
      terminal,
      'secrets',
      ['name', 'set'],
      data.secrets.map(({ key, set }) => [key, yes(set)]),
    ),
    ...section(
      terminal,
      'settings',
      ['field', { title: 'value', prose: true }],
      data.settings.map(({ key, value }) => [key, value === null ? '-' : visibleJson(value)]),
    ),
    ...section(
      terminal,
      'cursors',
      ['step', 'synced until', 'status', 'items', 'failures', { title: 'error', prose: true }],
      data.cursors.map((cursor) => [
        stepName(cursor),
        inTable(cursor.last_synced_at),
        cursor.last_status ?? '-',
        number(cursor.items),
        number(cursor.consecutive_failures),
        cursor.last_error ?? '',
      ]),
      {
        giveWay: [
          ['items', 0],
          ['failures', 0],
          ['step', 16],
        ],
      },
    ),
    ...section(
      terminal,
      'last runs',
      ['run', 'status', 'started', 'finished'],
      data.runs.map((run) => [
        `#${run.id}`,
        run.status,
        inTable(run.started_at),
        run.finished_at === null ? '-' : inTable(run.finished_at),
      ]),
    ),
    ...section(terminal, 'sources', ['key', 'id'], ids(provisioned?.sourceIds ?? {}), {
      none: unread(provisioned),
    }),
    ...section(terminal, 'definitions', ['name', 'id'], ids(provisioned?.defIds ?? {}), {
      none: unread(provisioned),
    }),
    ...section(
      terminal,
      'dead letters',
      ['entity', 'open'],
      data.dead_letters.map(({ entity, count }) => [entity, number(count)]),
    ),
    ...(data.state.length === 0 ? [] : ['', `${out.bold('state')}  ${data.state.join(', ')}`]),
  ];
}

const unread = (provisioned: unknown): string => (provisioned === null ? 'not readable' : 'none');
const yes = (set: boolean): string => (set ? 'yes' : 'no');

function times(one: InstallationDetails['installation']): [string, string][] {
  const all: [string, string | null][] = [
    ['installed', one.installed_at],
    ['activated', one.activated_at],
    ['deactivated', one.deactivated_at],
    ['uninstalled', one.uninstalled_at],
  ];
  return all.filter((entry): entry is [string, string] => entry[1] !== null);
}

const REASONS = {
  new: 'first sync',
  activated: 'activated',
  interval: 'interval',
  backoff: 'back-off of a step',
  pause: 'pause that the API asked for',
  busy: 'locked by another process before',
  failed: 'the last sync could not start',
} as const;

function scheduleLine(
  { due_at, reason, paused }: NonNullable<InstallationDetails['schedule']>,
  now: string,
  at: (iso: string | null) => string,
): string {
  const when = due_at <= now ? 'due' : at(due_at);
  return `${'next sync'.padEnd(12)} ${paused ? 'paused' : `${when} (${REASONS[reason]})`}`;
}
