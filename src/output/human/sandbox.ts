import type { SandboxData } from '../../commands/sandbox.js';
import type {
  SandboxCounts,
  SandboxRequests,
  SandboxReset,
  SandboxRows,
} from '../../commands/sandbox-ask.js';
import type { SandboxEvent } from '../../commands/sandbox-serve.js';
import { visibleJson } from '../../visible.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';
import { count, duration, number } from '../text.js';

export function renderSandbox(data: SandboxData, terminal: Terminal): string[] {
  if ('event' in data) return data.event === 'stopped' ? ['Stopped.'] : ready(data, terminal);
  switch (data.action) {
    // The output of the child is the result.
    case 'exec':
      return [];
    case 'requests':
      return requests(data, terminal);
    case 'state':
      return counts(data, terminal);
    case 'rows':
      return rows(data, terminal);
    case 'reset':
      return reset(data);
  }
}

type Ready = Extract<SandboxEvent, { event: 'ready' }>;

function ready(event: Ready, { out }: Terminal): string[] {
  const { base_url, access_token, data, seeded, faults, fault_seed } = event;
  return [
    `${out.green('●')} The sandbox runs at ${out.bold(base_url)}`,
    `  key   ${access_token}`,
    `  data  ${data ?? 'in memory; lost when the sandbox stops'}`,
    ...(seeded ? ['  seed  sample data added'] : []),
    ...faults.map((spec) => `  fault ${spec}`),
    ...(faults.length > 0 ? [`  repeat the same chances with --fault-seed ${fault_seed}`] : []),
    '',
    'Use it with a connector:',
    `  SPM_ACCESS_TOKEN=${access_token} spm-connect sync --target ${base_url}`,
    'Use it with any SDK client:',
    `  SpmClient.getClient('v1', '${access_token}', { baseUrl: '${base_url}' })`,
    'See its requests and its data:',
    `  spm-connect sandbox requests --url ${base_url}`,
    `  spm-connect sandbox state --url ${base_url}`,
    '',
    'Stop it with Ctrl-C.',
  ];
}

function requests(
  { requests: entries, base_url }: SandboxRequests,
  { out, columns: room }: Terminal,
): string[] {
  if (entries.length === 0) return [`No requests yet at ${base_url}.`];
  const [titles = '', ...lines] = table(
    [
      { title: 'id', align: 'right' },
      { title: 'at' },
      { title: 'status' },
      { title: 'method' },
      { title: 'items', align: 'right' },
      { title: 'took', align: 'right' },
      { title: 'path' },
      { title: 'fault' },
    ],
    entries.map((entry) => [
      String(entry.id),
      entry.at,
      status(entry.status, out),
      entry.method,
      entry.items === 0 ? '' : number(entry.items),
      duration(entry.ms),
      entry.path,
      entry.fault ?? '',
    ]),
    {
      room,
      giveWay: [
        ['took', 0],
        ['path', 24],
        ['at', 0],
        ['fault', 12],
      ],
    },
  );
  return [out.bold(titles), ...lines];
}

function status(code: number, { green, yellow, red }: Terminal['out']): string {
  if (code === 0) return red('none');
  const paint = code < 400 ? green : code < 500 ? yellow : red;
  return paint(String(code));
}

function counts({ resources }: SandboxCounts, { out }: Terminal): string[] {
  const [titles = '', ...lines] = table(
    [{ title: 'resource' }, { title: 'rows', align: 'right' }],
    resources.map((resource) => [resource.name, number(resource.count)]),
  );
  return [out.bold(titles), ...lines];
}

function rows({ name, total, rows: shown }: SandboxRows, { out }: Terminal): string[] {
  const some = shown.length < total ? `, the first ${number(shown.length)}` : '';
  return [
    `${out.bold(name)} · ${count(total, 'row')}${some}`,
    ...shown.map((row) => visibleJson(row)),
  ];
}

const reset = ({ base_url }: SandboxReset): string[] => [`Emptied the sandbox at ${base_url}.`];
