import { relative } from 'node:path';
import type { Integration, RawSettings } from '../connector/types.js';
import type { Context } from '../context.js';
import { withContext } from '../context.js';
import { causeText, SpmError } from '../errors.js';
import type { Finding, Severity } from '../plan/rule.js';
import { RULE_OPTIONS, tellOfRules } from './lint-rules.js';
import type { Command } from './types.js';

/** A finding, with the settings fixture it appears with where the plan depends on settings. */
export interface LintFinding extends Finding {
  file: string;
  fixture?: string;
}

export interface LintReport {
  /** Relative to the working directory. */
  file: string;
  findings: LintFinding[];
  summary: Record<Severity, number>;
}

export const command: Command = {
  spec: {
    name: 'lint',
    summary: 'check the connector and its plan, without network',
    description:
      'Ends with 1 when there is an error, so that CI stops. Warnings are printed and let it pass. A plan that depends on settings is checked with every file of lint.settings.',
    options: [...RULE_OPTIONS],
    examples: [
      { command: 'spm-connect lint', description: 'check the connector of the configuration' },
      { command: 'spm-connect lint --json', description: 'the findings as one document' },
      {
        command: 'spm-connect lint --explain plan/unique-keys',
        description: 'what a rule checks and why, with a bad and a good example',
      },
    ],
  },
  run: async (invocation) =>
    (await tellOfRules(invocation.options)) ??
    withContext(invocation, async (context) => {
      const config = await context.config();
      const { value: integration } = await context.integrationModule();
      const file = relative(invocation.cwd, config.connector);
      const findings = (await lint(context, integration)).map((finding) => ({ file, ...finding }));
      const count = (severity: Severity) =>
        findings.filter((finding) => finding.severity === severity).length;
      const data: LintReport = {
        file,
        findings,
        summary: { error: count('error'), warning: count('warning'), info: count('info') },
      };
      return { data, exit: data.summary.error > 0 ? 'failed' : 'ok' };
    }),
};

type Found = Omit<LintFinding, 'file'>;

async function lint(context: Context, value: unknown): Promise<Found[]> {
  const { lintIntegration } = await import('../plan/lint.js');
  const { isIntegration } = await import('../connector/check.js');
  const { lint: settings } = await context.config();
  const rules = settings.rules;
  if (!isIntegration(value)) return lintIntegration({ integration: value }, { rules });

  const cases = await fixtures(context, value);
  const found: Found[] = [];
  for (const { name, raw } of cases) {
    const evaluated = await evaluate(value, raw);
    const findings =
      'finding' in evaluated
        ? [evaluated.finding]
        : lintIntegration({ integration: value, plan: evaluated.plan }, { rules });
    found.push(...findings.map((finding) => (name ? { ...finding, fixture: name } : finding)));
  }
  return mergeRepeats(found, cases.length);
}

/** Every fixture; without any, the form's defaults alone. */
async function fixtures(
  context: Context,
  integration: Integration,
): Promise<{ name?: string; raw: RawSettings }[]> {
  const { readFixtures, settingsFromFixture } = await import('../config/fixtures.js');
  const read = await readFixtures(await context.config());
  if (read.length === 0) return [{ raw: settingsFromFixture(integration, undefined) }];
  return read.map((fixture) => ({
    name: fixture.name,
    raw: settingsFromFixture(integration, fixture),
  }));
}

async function evaluate(
  integration: Integration,
  raw: RawSettings,
): Promise<{ plan: unknown } | { finding: Found }> {
  const { evaluateOffline } = await import('../runtime/provision/offline.js');
  try {
    return { plan: await evaluateOffline(integration, raw) };
  } catch (error) {
    return {
      finding: {
        rule: 'connector/settings',
        severity: 'error',
        path: isSettings(error) ? 'parseSettings' : 'provisioning',
        message: `the plan cannot be evaluated with these settings: ${reasonOf(error)}`,
        hint: 'Add a file with settings that work to lint.settings in the configuration.',
      },
    };
  }
}

const isSettings = (error: unknown): boolean =>
  error instanceof SpmError && error.code === 'SPM_SETTINGS_INVALID';

/** The connector's own words: ours around them only say where they come from. */
function reasonOf(error: unknown): string | undefined {
  const cause = error instanceof SpmError ? error.cause : undefined;
  return causeText(
    cause instanceof SpmError ? `${cause.message}: ${causeText(cause.cause)}` : (cause ?? error),
  );
}

/** A finding of several fixtures is said once; one of all of them names none. */
function mergeRepeats(found: readonly Found[], cases: number): Found[] {
  const groups = new Map<string, Found[]>();
  for (const finding of found) {
    const key = JSON.stringify({ ...finding, fixture: undefined });
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const { fixture, ...content } = first;
    return [fixture === undefined || more.length + 1 === cases ? content : first];
  });
}
