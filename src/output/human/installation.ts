import type { InstallationDetails } from '../../runtime/installations/describe.js';
import { visibleJson } from '../../visible.js';
import type { Terminal } from '../terminal.js';
import { indent, moment, number, table } from '../text.js';

export function renderInstallation(data: InstallationDetails, { out }: Terminal): string[] {
  const { installation: one, lease, provisioned } = data;
  const at = (iso: string | null) => moment(iso, data.generated_at);
  const section = (title: string, columns: string[], rows: string[][], none = 'none') => {
    if (rows.length === 0) return ['', `${out.bold(title)}  ${none}`];
    const [titles = '', ...lines] = table(
      columns.map((column) => ({ title: column })),
      rows,
    );
    return ['', out.bold(title), ...indent([out.dim(titles), ...lines])];
  };
  const ids = (map: Record<string, number>) =>
    Object.entries(map).map(([key, id]) => [key, String(id)]);
  return [
    `${out.bold(one.installation_id)} · ${one.status} · ${one.shop_name ?? one.shop_domain ?? 'shop unknown'}`,
    ...indent([
      ...times(one).map(([what, when]) => `${what.padEnd(12)} ${at(when)}`),
      ...(lease === null
        ? []
        : [`worked on by process ${lease.pid} on ${lease.host} since ${at(lease.since)}`]),
    ]),
    ...section(
      'secrets',
      ['name', 'set'],
      data.secrets.map(({ key, set }) => [key, yes(set)]),
    ),
    ...section(
      'settings',
      ['field', 'value'],
      data.settings.map(({ key, value }) => [key, value === null ? '-' : visibleJson(value)]),
    ),
    ...section(
      'cursors',
      ['step', 'synced until', 'status', 'items', 'failures', 'error'],
      data.cursors.map((cursor) => [
        cursor.source_key === '' ? cursor.entity : `${cursor.entity}/${cursor.source_key}`,
        at(cursor.last_synced_at),
        cursor.last_status ?? '-',
        number(cursor.items),
        number(cursor.consecutive_failures),
        cursor.last_error ?? '',
      ]),
    ),
    ...section(
      'last runs',
      ['run', 'status', 'started', 'finished'],
      data.runs.map((run) => [
        `#${run.id}`,
        run.status,
        at(run.started_at),
        run.finished_at === null ? '-' : at(run.finished_at),
      ]),
    ),
    ...section('sources', ['key', 'id'], ids(provisioned?.sourceIds ?? {}), unread(provisioned)),
    ...section('definitions', ['name', 'id'], ids(provisioned?.defIds ?? {}), unread(provisioned)),
    ...section(
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
