import { resolve } from 'node:path';
import type { LintContent, LintReport } from '../lint/types.js';
import { withApp } from './app.js';
import { refuseTwoDocuments } from './documents.js';
import { applyBaseline, applyQuiet, BASELINE, limitDiagnostics } from './lint-report.js';
import { describeRules, RULE_OPTIONS } from './lint-rules.js';
import { sinkOf } from './plan-options.js';
import type { Command, Invocation, Report } from './types.js';

/** Formats for services, which look for the files in the checkout. */
const OF_CHECKOUT = ['sarif', 'github', 'gitlab', 'junit'];
const FORMATS = ['human', 'json', ...OF_CHECKOUT];

/** In bytes: the size of the largest plan file. */
const MOST_STDIN = 128 * 1024 * 1024;

export const command: Command = {
  spec: {
    name: 'lint',
    summary: 'check the connector and its plan, without network',
    description:
      'Ends with 1 if there is an error, so that CI stops. Warnings are shown, but do not stop it; --quiet hides them. A plan that depends on settings is checked with every file of lint.settings. Lint runs the code of the connector and of its configuration with your rights: use --no-run for code that you do not trust.',
    arguments: [
      {
        syntax: '[path...]',
        description:
          'connector modules, plan files, folders with a configuration, patterns such as "shops/*", or - for a plan on standard input (default: the connector of the configuration)',
      },
    ],
    options: [
      {
        flags: '--format <format>',
        description: 'format of the findings',
        choices: FORMATS,
        default: 'human',
      },
      {
        flags: '--output-file <file>',
        description: 'write that format to a file; the terminal still shows the findings',
      },
      {
        flags: '--fail-on <severity>',
        description: 'end with 1 from this severity on',
        choices: ['error', 'warning', 'info'],
        default: 'error',
      },
      {
        flags: '--max-warnings <n>',
        description: 'end with 1 if there are more warnings',
        type: 'integer',
      },
      {
        flags: '--base <file>',
        description: 'plan file with the current configuration of the shop, to compare with',
        setting: 'lint.base',
      },
      {
        flags: '--no-run',
        description:
          'run no code of the project: check its source, and list what could not be checked',
      },
      BASELINE,
      ...RULE_OPTIONS,
    ],
    examples: [
      { command: 'spm-connect lint', description: 'check the connector of the configuration' },
      { command: 'spm-connect lint shop.plan.yaml', description: 'check a plan file' },
      {
        command: 'spm-connect lint --format sarif --output-file lint.sarif',
        description: 'write a report for a code scanner, and show the findings',
      },
      {
        command: 'spm-connect lint --no-run',
        description: 'check a connector that you do not trust, without running it',
      },
      {
        command: 'spm-connect lint --baseline lint.baseline.json',
        description: 'report only findings that are new since the first run',
      },
      {
        command: 'spm-connect lint --explain plan/unique-keys',
        description: 'explain a rule, with a bad and a good example',
      },
    ],
  },
  run: async (invocation) => {
    refuseTwoDocuments(invocation, 'human');
    return (await describeRules(invocation.options)) ?? lint(invocation);
  },
};

function lint(invocation: Invocation): Promise<Report> {
  const { args, cwd, options } = invocation;
  return withApp(invocation, async (app) => {
    const { findTargets } = await import('../lint/targets.js');
    const { runLint } = await import('../lint/run.js');
    const stdin = async () => (await invocation.input(undefined, MOST_STDIN)) ?? '';
    const { targets, unloaded } = await findTargets(args, app, cwd, stdin);
    const base = typeof options.base === 'string' ? resolve(cwd, options.base) : undefined;
    if (base !== undefined) (await import('../lint/base.js')).refuseMissingBase(base, cwd);
    const run = options.run !== false;
    const found = await runLint({
      ...{ targets, unloaded, cwd, run, onSettings: await sinkOf(invocation) },
      loadModule: (file) => app.connectorModule(file),
      exportsOf: (specifier) => app.ownExports(specifier),
      ...(base !== undefined && { base }),
    });
    const { report, files } = await applyBaseline(found, invocation);
    const data = applyQuiet(report, invocation);
    const { files: formatted = [], ...rest } = await output(data, invocation);
    return {
      data,
      exit: fails(report, options) ? 'failed' : 'ok',
      diagnostics: limitDiagnostics(report, options),
      files: [...files, ...formatted],
      ...rest,
    };
  });
}

/** The files and the format of the findings. */
async function output(
  found: LintReport,
  { options, cwd, env }: Invocation,
): Promise<Partial<Report>> {
  const { outputFile } = options;
  const format = String(options.format);
  if (outputFile === undefined && format === 'human') return {};
  const { ruleCatalog } = await import('../lint/catalog.js');
  const { ownVersion } = await import('../own-files.js');
  const { namedFromCheckout } = await import('../lint/checkout.js');
  const report = OF_CHECKOUT.includes(format) ? namedFromCheckout(found, cwd, env) : found;
  const content: LintContent = { report, version: ownVersion(), rules: ruleCatalog() };
  if (typeof outputFile !== 'string') return { print: { format, content } };
  return { files: [{ format, content, path: resolve(cwd, outputFile) }] };
}

function fails(
  { summary: { error, warning, info } }: LintReport,
  { failOn, maxWarnings }: Invocation['options'],
): boolean {
  if (typeof maxWarnings === 'number' && warning > maxWarnings) return true;
  const counted = { error, warning: error + warning, info: error + warning + info };
  return counted[failOn as keyof typeof counted] > 0;
}
