/** The formats of commands that have several: each turns the result into one text, for a file or for stdout. */
import type { TypesReport } from '../commands/types-command.js';
import type { Baseline } from '../lint/baseline.js';
import type { LintContent } from '../lint/types.js';
import type { SavedPlan } from '../runtime/provision/saved-plan.js';
import type { RejectDetails } from '../runtime/rejects/details.js';
import type { Safe, SafeText } from '../safe.js';
import { visibleJson } from '../visible.js';
import type { Look } from './look.js';

/** The text ends with a line end. Rejects for an unknown format. */
export type Formatter<C = unknown> = (format: string, content: C, look: Look) => Promise<string>;

/** Same names as the commands. */
const FORMATTERS: Readonly<Record<string, () => Promise<Formatter<never>>>> = {
  lint: async () => {
    const { formatLint } = await import('./lint/index.js');
    return async (format, content: LintContent | Baseline, look) => {
      if (!('report' in content)) return `${visibleJson(content, 2)}\n`;
      const { report, ...facts } = content;
      return formatLint(format, report, { ...look, ...facts });
    };
  },
  'rejects export': async () => {
    const { formatRejects } = await import('./rejects.js');
    return async (format, letters: readonly RejectDetails[]) => formatRejects(format, letters);
  },
  'cursors export': async () => async (_format, file: unknown) => `${visibleJson(file, 2)}\n`,
  types:
    async () =>
    async (_format, { source }: TypesReport) =>
      source,
  graph: async () => (await import('./graph/index.js')).formatGraph,
  provision: async () => async (_format, saved: SavedPlan) => `${visibleJson(saved, 2)}\n`,
  // The text of the plan file, unchanged.
  pull: async () => async (_format, text: string) => text,
};

/** Whether the format consists of CI commands, which are escaped in all other output. */
export const commandsOfCi = (command: string, format: string): boolean =>
  command === 'lint' && format === 'github';

/** The commands that have formats. */
export const FORMATTED = Object.keys(FORMATTERS);

export async function formatContent(
  command: string,
  format: string,
  content: Safe,
  look: Look,
): Promise<SafeText> {
  const load = FORMATTERS[command];
  if (load === undefined) throw new Error(`no formats for ${command}`);
  // The data is redacted, so the text is too.
  return (await ((await load()) as Formatter)(format, content, look)) as SafeText;
}
