/** The formats of lint, each loaded when needed. */
import type { LintReport } from '../../lint/types.js';
import type { Format, Look } from './format.js';

export type { Look } from './format.js';

const FORMATS = {
  human: async () => (await import('./human.js')).formatHuman,
  json: async () => (await import('./json.js')).formatJson,
  sarif: async () => (await import('./sarif.js')).formatSarif,
  github: async () => (await import('./github.js')).formatGithub,
  gitlab: async () => (await import('./gitlab.js')).formatGitlab,
  junit: async () => (await import('./junit.js')).formatJunit,
} as const satisfies Record<string, () => Promise<Format>>;

/** The report as text in that format. Rejects for an unknown format. */
export async function formatLint(format: string, report: LintReport, look: Look): Promise<string> {
  if (!(format in FORMATS)) throw new Error(`lint has no format ${format}`);
  return (await FORMATS[format as keyof typeof FORMATS]())(report, look);
}
