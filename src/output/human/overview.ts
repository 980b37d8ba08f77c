import type { Overview } from '../../runtime/overview.js';
import type { Terminal } from '../terminal.js';
import { count, hang, number, planned, stepName, tableTime } from '../text.js';
import { section } from './section.js';

export function renderOverview(overview: Overview, terminal: Terminal): string[] {
  const { out, columns } = terminal;
  const at = (iso: string | null) => tableTime(iso, overview.generated_at, columns);
  return [
    ...hang(
      `${out.bold('overview')} at ${overview.generated_at} · ${count(overview.installations.length, 'active installation')} · next run ${overview.next_run === null ? 'not scheduled' : planned(overview.next_run, overview.generated_at)}`,
      columns,
    ),
    ...section(
      terminal,
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
      {
        none: 'none is active',
        giveWay: [
          ['shop', 12],
          ['id', 12],
        ],
      },
    ),
    ...section(
      terminal,
      'cursors in error',
      ['installation', 'step', 'failures', 'synced until', { title: 'error', prose: true }],
      overview.cursors_in_error.map((cursor) => [
        cursor.installation_id,
        stepName(cursor),
        number(cursor.consecutive_failures),
        at(cursor.last_synced_at),
        cursor.last_error ?? '',
      ]),
      {
        giveWay: [
          ['failures', 0],
          ['step', 16],
          ['installation', 12],
        ],
      },
    ),
    ...section(
      terminal,
      'dead letters',
      ['installation', 'entity', 'open'],
      overview.dead_letters.map(({ installation_id, entity, count: open }) => [
        installation_id,
        entity,
        number(open),
      ]),
      {
        giveWay: [
          ['entity', 16],
          ['installation', 12],
        ],
      },
    ),
    ...section(
      terminal,
      'recent webhooks',
      ['event', 'installation', 'signature', 'when'],
      overview.recent_webhooks.map(({ event, installation_id, signature_ok, created_at }) => [
        event,
        installation_id ?? '-',
        signature_ok ? 'ok' : out.red('bad'),
        at(created_at),
      ]),
      {
        giveWay: [
          ['event', 16],
          ['installation', 12],
        ],
      },
    ),
  ];
}
