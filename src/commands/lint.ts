import { resolve } from 'node:path';
import type { LintContent, LintReport } from '../lint/types.js';
import { withApp } from './app.js';
import { refuseTwoDocuments } from './documents.js';
import { RULE_OPTIONS, tellOfRules } from './lint-rules.js';
import { sinkOf } from './plan-options.js';
import type { Command, Invocation, Report } from './types.js';

/** Formats for services, which look for the files in the checkout. */
const OF_CHECKOUT = ['sarif', 'github', 'junit'];
const FORMATS = ['human', 'json', ...OF_CHECKOUT];

export const command: Command = {
  spec: {
    name: 'lint',
    summary: 'check the connector and its plan, without network',
    description:
      'Ends with 1 when there is an error, so that CI stops. Warnings are printed and let it pass. A plan that depends on settings is checked with every file of lint.settings. Lint runs the code of the connector and of its configuration, with your rights: look at what you do not trust with --no-run.',
    arguments: [
      {
        syntax: '[path...]',
        description:
          'connector modules, plan files, or folders with a configuration (default: the connector of the configuration)',
      },
    ],
    options: [
      {
        flags: '--format <format>',
        description: 'how the findings are written',
        choices: FORMATS,
        default: 'human',
      },
      {
        flags: '--output-file <file>',
        description:
          'write that format to a file; the terminal still shows the findings for people',
      },
      {
        flags: '--fail-on <severity>',
        description: 'the least severity that ends with 1',
        choices: ['error', 'warning', 'info'],
        default: 'error',
      },
      {
        flags: '--max-warnings <n>',
        description: 'end with 1 when there are more warnings',
        type: 'integer',
      },
      {
        flags: '--base <file>',
        description: 'plan file with what the shop already has, to compare with',
        setting: 'lint.base',
      },
      {
        flags: '--no-run',
        description:
          'run no code of the project: check what its source shows, and say what could not be checked',
      },
      ...RULE_OPTIONS,
    ],
    examples: [
      { command: 'spm-connect lint', description: 'check the connector of the configuration' },
      { command: 'spm-connect lint shop.plan.yaml', description: 'check a plan file' },
      {
        command: 'spm-connect lint --format sarif --output-file lint.sarif',
        description: 'write a report for a code scanner, and show the findings too',
      },
      {
        command: 'spm-connect lint --no-run',
        description: 'check a connector that you do not trust, without running it',
      },
      {
        command: 'spm-connect lint --explain plan/unique-keys',
        description: 'what a rule checks and why, with a bad and a good example',
      },
    ],
  },
  run: async (invocation) => {
    refuseTwoDocuments(invocation, 'human');
    return (await tellOfRules(invocation.options)) ?? lint(invocation);
  },
};

function lint(invocation: Invocation): Promise<Report> {
  const { args, cwd, options } = invocation;
  return withApp(invocation, async (app) => {
    const { findTargets } = await import('../lint/targets.js');
    const { runLint } = await import('../lint/run.js');
    const targets = await findTargets(args, app, cwd);
    const base = typeof options.base === 'string' ? resolve(cwd, options.base) : undefined;
    const run = options.run !== false;
    const data = await runLint({
      ...{ targets, cwd, run, onSettings: await sinkOf(invocation) },
      loadModule: (file) => app.connectorModule(file),
      exportsOf: (specifier) => app.ownExports(specifier),
      ...(base !== undefined && { base }),
    });
    return {
      data,
      exit: fails(data, options) ? 'failed' : 'ok',
      ...(await output(data, invocation)),
    };
  });
}

/** Where the findings go, and in which format. */
async function output(
  found: LintReport,
  { options, cwd, env }: Invocation,
): Promise<Partial<Report>> {
  const { outputFile } = options;
  const format = String(options.format);
  if (outputFile === undefined && format === 'human') return {};
  const { ruleCatalog } = await import('../lint/catalog.js');
  const { ownVersion } = await import('../own-files.js');
  const { seenFromCheckout } = await import('../lint/checkout.js');
  const report = OF_CHECKOUT.includes(format) ? seenFromCheckout(found, cwd, env) : found;
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
