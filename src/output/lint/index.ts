/** The formats of lint, each loaded when it is asked for. */
import type { LintReport } from '../../lint/types.js';
import type { Format, Look } from './format.js';

export type { Look } from './format.js';

const FORMATS = {
  human: async () => (await import('./human.js')).formatHuman,
  json: async () => (await import('./json.js')).formatJson,
  sarif: async () => (await import('./sarif.js')).formatSarif,
  github: async () => (await import('./github.js')).formatGithub,
  junit: async () => (await import('./junit.js')).formatJunit,
} as const satisfies Record<string, () => Promise<Format>>;

export type LintFormat = keyof typeof FORMATS;

/** The report as text in that format. */
export async function formatLint(
  format: LintFormat,
  report: LintReport,
  look: Look,
): Promise<string> {
  return (await FORMATS[format]())(report, look);
}
