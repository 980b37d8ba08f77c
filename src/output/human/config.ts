import type { ConfigReport } from '../../commands/config.js';
import { table } from '../table.js';
import type { Terminal } from '../terminal.js';

export function renderConfig(
  { file, settings, secrets }: ConfigReport,
  { out }: Terminal,
): string[] {
  const value = (given: unknown) => (typeof given === 'string' ? given : JSON.stringify(given));
  const [titles = '', ...rows] = table(
    [{ title: 'setting' }, { title: 'value', prose: true }, { title: 'from' }],
    [
      ...settings.map(({ key, value: given, origin }) => [key, value(given), from(origin)]),
      ...secrets.map(({ name, set }) => [name, set ? '(set)' : '(not set)', 'environment']),
    ],
  );
  return [`file: ${file ?? '(none found)'}`, '', out.bold(titles), ...rows];
}

const from = ({ kind, name }: { kind: string; name: string }) =>
  kind === 'default' ? 'default' : `${kind} ${name}`;
