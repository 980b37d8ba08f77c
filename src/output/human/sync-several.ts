import type { InstallationSync, SyncSeveralReport } from '../../runtime/loop/several.js';
import type { SyncTotals } from '../../runtime/sync/report.js';
import { type Column, type GiveWay, table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, duration, number, stepName } from '../text.js';
import type { Rendered } from './rendered.js';
import { deletedIn, notDeletedLines } from './sync-deletes.js';
import { errorTexts, withoutEnd } from './sync-problems.js';

export function renderSyncSeveral(
  report: SyncSeveralReport,
  { out, err, columns: room }: Terminal,
): Rendered {
  const { installations, totals, status, duration_ms } = report;
  const paint = out[PAINTS[status]];
  const columns = columnsFor(out).filter(
    ({ optional, of }) => !optional || installations.some((one) => !['0', '-'].includes(of(one))),
  );
  const gone = deletedIn(installations.flatMap((one) => one.report?.steps ?? []));
  const deleted = gone === 0 ? '' : `, ${number(gone)} deleted`;
  const [titles = '', ...rows] = table(
    columns,
    installations.map((one) => columns.map(({ of }) => of(one))),
    { room, giveWay: GIVES_WAY },
  );
  return {
    out: [
      `${out.bold('sync')} of ${count(installations.length, 'installation')} ${paint(status)} · ${duration(duration_ms)}`,
      '',
      out.bold(titles),
      ...rows,
      '',
      `${count(totals.acknowledged, 'item')} acknowledged, ${number(totals.rejected)} rejected${deleted}.`,
      ...installations.flatMap(({ installation_id, report }) =>
        notDeletedLines(report?.steps ?? []).map((text) => `${installation_id}: ${text}`),
      ),
    ],
    err: installations.flatMap((one) => problemsOf(one, err)),
  };
}

const GIVES_WAY: GiveWay = [
  ['requests', 0],
  ['run', 0],
  ['took', 0],
  ['skipped', 0],
  ['unchanged', 0],
  ['installation', 12],
];

interface ShopColumn extends Column {
  of(one: InstallationSync): string;
  /** Left out when it is empty for all shops. */
  optional?: boolean;
}

function columnsFor(out: Terminal['out']): ShopColumn[] {
  const amount = (title: keyof SyncTotals, optional = false): ShopColumn => ({
    title,
    align: 'right',
    optional,
    of: ({ report }) => (report === null ? '-' : number(report.totals[title])),
  });
  return [
    { title: 'installation', of: ({ installation_id }) => installation_id },
    {
      title: 'status',
      of: ({ status, report }) => out[PAINTS[status]](report?.interrupted ? 'interrupted' : status),
    },
    { title: 'run', of: ({ report }) => (report === null ? '-' : `#${report.run_id}`) },
    amount('read'),
    amount('acknowledged'),
    amount('unchanged', true),
    amount('skipped', true),
    amount('rejected'),
    {
      title: 'deleted',
      align: 'right',
      optional: true,
      of: ({ report }) => (report === null ? '-' : number(deletedIn(report.steps))),
    },
    amount('requests'),
    {
      title: 'took',
      align: 'right',
      of: ({ report }) => (report === null ? '-' : duration(report.duration_ms)),
    },
  ];
}

const PAINTS = {
  ok: 'green',
  partial: 'yellow',
  failed: 'red',
  busy: 'yellow',
  skipped: 'yellow',
} as const satisfies Record<InstallationSync['status'], string>;

function problemsOf(one: InstallationSync, err: Terminal['err']): string[] {
  const { installation_id: id, report, error } = one;
  const line = (kind: string, text: string) => `${kind} ${id}: ${text}`;
  const warnings =
    report?.steps.flatMap((step) => step.warnings.map((text) => `${stepName(step)}: ${text}`)) ??
    [];
  return [
    ...(error === null ? [] : [textOf(error)]),
    ...(report === null ? [] : errorTexts(error === null ? report : withoutEnd(report))),
  ]
    .map((text) => line(err.red('error'), text))
    .concat(warnings.map((text) => line(err.yellow('warning'), text)));
}

function textOf({ message, cause, hint }: NonNullable<InstallationSync['error']>): string {
  return [message, cause, hint].filter(Boolean).join(': ');
}
