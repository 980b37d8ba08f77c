import type { Overview } from '../../runtime/overview.js';
import type { Terminal } from '../terminal.js';
import { count, indent, moment, number, planned, table } from '../text.js';

export function renderOverview(overview: Overview, { out }: Terminal): string[] {
  const at = (iso: string | null) => moment(iso, overview.generated_at);
  const section = (title: string, columns: string[], rows: string[][], none: string) => {
    if (rows.length === 0) return ['', `${out.bold(title)}  ${none}`];
    const [titles = '', ...lines] = table(
      columns.map((column) => ({ title: column })),
      rows,
    );
    return ['', out.bold(title), ...indent([out.dim(titles), ...lines])];
  };
  return [
    `${out.bold('overview')} at ${overview.generated_at} · ${count(overview.installations.length, 'active installation')} · next run ${overview.next_run === null ? 'not scheduled' : planned(overview.next_run, overview.generated_at)}`,
    ...section(
      'installations',
      ['id', 'shop', 'last run', 'when'],
      overview.installations.map(({ installation_id, shop_domain, last_run }) => [
        installation_id,
        shop_domain ?? '-',
        last_run === null
          ? 'none'
          : `${last_run.interrupted ? 'interrupted' : last_run.status} (#${last_run.id})`,
        at(last_run?.finished_at ?? last_run?.started_at ?? null),
      ]),
      'none is active',
    ),
    ...section(
      'cursors in error',
      ['installation', 'step', 'failures', 'synced until', 'error'],
      overview.cursors_in_error.map((cursor) => [
        cursor.installation_id,
        cursor.source_key === '' ? cursor.entity : `${cursor.entity}/${cursor.source_key}`,
        number(cursor.consecutive_failures),
        at(cursor.last_synced_at),
        cursor.last_error ?? '',
      ]),
      'none',
    ),
    ...section(
      'dead letters',
      ['installation', 'entity', 'open'],
      overview.dead_letters.map(({ installation_id, entity, count: open }) => [
        installation_id,
        entity,
        number(open),
      ]),
      'none',
    ),
    ...section(
      'recent webhooks',
      ['event', 'installation', 'signature', 'when'],
      overview.recent_webhooks.map(({ event, installation_id, signature_ok, created_at }) => [
        event,
        installation_id ?? '-',
        signature_ok ? 'ok' : out.red('bad'),
        at(created_at),
      ]),
      'none',
    ),
  ];
}
