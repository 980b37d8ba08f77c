import { readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { SpmError } from '../errors.js';
import type { Difference } from '../plan/record-types/difference.js';
import type { RecordTypes } from '../plan/record-types.js';
import { withoutBom } from '../syntax/bom.js';
import { withApp } from './app.js';
import { openRequestedPlan, PLAN_ARGUMENT, SETTINGS, unreadableParts } from './plan-options.js';
import type { Command, Invocation, Report } from './types.js';

/** `current`, `outdated` and `missing` are results of --check. */
export type TypesStatus = 'printed' | 'written' | 'unchanged' | 'current' | 'outdated' | 'missing';

export interface TypesReport {
  /** Path of the plan, relative to the working directory, with forward slashes. */
  file: string;
  /** The settings file used to evaluate the plan; null when the plan does not depend on settings. */
  fixture: string | null;
  /** Path of the types file, relative to the working directory. */
  output_file: string | null;
  status: TypesStatus;
  types: RecordTypes['types'];
  /** The difference between the file and the current types. */
  difference: Difference | null;
  /** The text of the module. */
  source: string;
}

export const command: Command = {
  spec: {
    name: 'types',
    summary: "write TypeScript types of the plan's records",
    description:
      'Writes one type for the records of each definition, with comments from the plan, and the names of all definitions, data sources and events. Needs no network.',
    arguments: [PLAN_ARGUMENT],
    options: [
      {
        flags: '--out <file>',
        description: 'write the types to this file instead of printing them',
      },
      {
        flags: '--check',
        description: 'write nothing; exit code 1 when the file is missing or out of date',
        noEnv: true,
      },
      SETTINGS,
    ],
    examples: [
      {
        command: 'spm-connect types --out src/records.ts',
        description: 'write the types of the configured connector',
      },
      {
        command: 'spm-connect types --out src/records.ts --check',
        description: 'for CI: exit code 1 when the plan changed and the types did not',
      },
      {
        command: 'spm-connect types shop.plan.yaml',
        description: 'print the types of a plan file',
      },
    ],
  },
  run: (invocation) => {
    refuseLonelyCheck(invocation);
    return withApp(invocation, async (app) => {
      const { recordTypes } = await import('../plan/record-types.js');
      const { file, fixture, plan } = await openRequestedPlan(invocation, app);
      const { unreadable, ...made } = recordTypes(plan);
      const outcome = await settle(made.source, invocation);
      const data: TypesReport = { file, fixture, ...outcome, ...made };
      return {
        data,
        ...output(data, invocation),
        exit: ['outdated', 'missing'].includes(data.status) ? 'failed' : 'ok',
        diagnostics: unreadableParts(file, unreadable, 'has no types'),
      };
    });
  },
};

function refuseLonelyCheck({ options }: Invocation): void {
  if (!options.check || options.out !== undefined) return;
  throw new SpmError('SPM_MISSING_INPUT', '--check needs --out FILE', {
    cause: 'it compares the file with the current types',
    hint: 'Run `spm-connect types --out src/records.ts --check`.',
  });
}

type Outcome = Pick<TypesReport, 'output_file' | 'status' | 'difference'>;

/** What to do with the file. */
async function settle(source: string, { options, cwd }: Invocation): Promise<Outcome> {
  if (typeof options.out !== 'string')
    return { output_file: null, status: 'printed', difference: null };
  const path = resolve(cwd, options.out);
  const output_file = relative(cwd, path).replaceAll('\\', '/');
  const there = read(path);
  const same = there === source;
  if (!options.check) {
    await refuseStranger(there, output_file);
    return { output_file, status: same ? 'unchanged' : 'written', difference: null };
  }
  if (there === undefined) return { output_file, status: 'missing', difference: null };
  if (same) return { output_file, status: 'current', difference: null };
  const { differenceOf } = await import('../plan/record-types/difference.js');
  return { output_file, status: 'outdated', difference: differenceOf(there, source) };
}

/** Undefined when the file does not exist. Line ends of other systems count as ours. */
function read(path: string): string | undefined {
  try {
    // A pipe has no content to compare, and reading it would block.
    if (isStream(path)) return undefined;
    return withoutBom(readFileSync(path, 'utf8')).replaceAll('\r\n', '\n');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new SpmError('SPM_INVALID_VALUE', `${path} cannot be read`, {
      cause: error,
      hint: 'Pass the path of a file with --out.',
    });
  }
}

function isStream(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !stats.isFile() && !stats.isDirectory();
}

/** A file that was written by hand is not overwritten. */
async function refuseStranger(there: string | undefined, file: string): Promise<void> {
  const { HEADER } = await import('../plan/record-types.js');
  if (there === undefined || there === '' || there.startsWith(HEADER)) return;
  throw new SpmError('SPM_INVALID_VALUE', `${file} was not written by spm-connect types`, {
    cause: `its first line is not \`${HEADER}\``,
    hint: 'Pass another file with --out, or delete this file.',
  });
}

function output({ status }: TypesReport, { options, cwd }: Invocation): Partial<Report> {
  if (status === 'printed') return { print: { format: 'ts' } };
  if (status !== 'written') return {};
  return { files: [{ format: 'ts', path: resolve(cwd, String(options.out)) }] };
}
