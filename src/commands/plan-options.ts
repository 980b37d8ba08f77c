/** Shared by the commands for one plan. */
import { resolve } from 'node:path';
import type { App } from '../app/app.js';
import type { OpenPlan } from '../lint/open-plan.js';
import type { SettingsSink } from '../lint/subject.js';
import type { ArgumentSpec, Diagnostic, Invocation, OptionSpec } from './types.js';

export const PLAN_ARGUMENT: ArgumentSpec = {
  syntax: '[path]',
  description:
    'a connector module, a plan file, or a folder with a configuration (default: the connector of the configuration)',
};

export const SETTINGS: OptionSpec = {
  flags: '--settings <file>',
  description:
    'JSON file with settings, if the plan depends on them (default: the first file of lint.settings)',
};

/** Opens the plan of the command line. Throws the errors of `openPlan`. */
export async function openRequestedPlan(invocation: Invocation, app: App): Promise<OpenPlan> {
  const { args, options, cwd } = invocation;
  const { openPlan } = await import('../lint/open-plan.js');
  const settings =
    typeof options.settings === 'string' ? resolve(cwd, options.settings) : undefined;
  const onSettings = await sinkOf(invocation);
  const loadModule = (file: string) => app.connectorModule(file);
  return openPlan({ path: args[0], settings, loadModule, onSettings }, app, cwd);
}

/** Settings in fixtures can contain real secrets. */
export async function sinkOf({ redactor }: Invocation): Promise<SettingsSink> {
  const { learnSettings } = await import('../runtime/installations/settings.js');
  return (integration, settings) => learnSettings(redactor, integration, settings);
}

/** A warning about an invalid part of a plan; `effect` says what happens to it. */
export function unreadableParts(
  file: string,
  paths: readonly string[],
  effect: string,
): Diagnostic[] {
  const [first, ...more] = paths;
  if (first === undefined) return [];
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return [
    {
      severity: 'warning',
      code: 'plan/shape',
      message: `${first || 'the plan'}${others} is invalid and ${effect}`,
      hint: 'Run `spm-connect lint` for details.',
      place: { file, path: first },
    },
  ];
}
