import { plainCopy } from '../connector/plain.js';
import { type DeclaredNames, declaredNames } from '../plan/declared.js';
import { asFindings, lintIntegration } from '../plan/lint.js';
import type { Finding, RuleProblem, RuleSettings, SourcePlace, Written } from '../plan/rule.js';
import { evaluation } from '../plan/rules/evaluation.js';
import { missingExport } from '../plan/rules/missing-export.js';
import { viewPlan } from '../plan/view.js';
import { planFileOf } from '../plan-file/mark.js';
import type { ConnectorSource } from './code/index.js';
import type { EvaluatedPlan } from './evaluate.js';
import type { Found } from './found.js';
import type { ConnectorSubject } from './subject.js';

/** The findings of a connector and its plans, with their places in the source. */
export function lintConnector(
  subject: ConnectorSubject,
  rules: RuleSettings,
  base: unknown,
  source: ConnectorSource,
): Found[] {
  const { integration, plans, enabled } = subject;
  const input = {
    integration,
    base,
    enabled,
    // Without a plan, every name would be unknown.
    ...(isComplete(subject) && { code: source.names() }),
    ...(plans.length > 1 && { declared: allNames(plans) }),
  };
  const found = plansOf(subject).flatMap(({ fixture, plan, problem }) =>
    [
      ...(problem === undefined ? [] : asFindings(evaluation, [problem], rules)),
      ...lintIntegration({ ...input, plan, written: writtenIn(plan, subject) }, { rules }),
    ].map((finding) => ({
      ...finding,
      ...placeOf(finding, plan, subject, source),
      ...(fixture !== undefined && { fixture }),
    })),
  );
  return mergeRepeats(found, plans.length);
}

/** How the plan file writes values, for a plan that was loaded from one. */
function writtenIn(plan: unknown, { planFiles }: ConnectorSubject): Written | undefined {
  const file = planFileOf(plan);
  const read = file === undefined ? undefined : planFiles.get(file);
  return read && ((path, ofKey) => read.written(path.replace(/^provisioning\./, ''), ofKey));
}

/** A missing import is in the source, so it is reported for any connector. */
export function lintImports(
  file: string,
  problems: readonly RuleProblem[],
  rules: RuleSettings,
): Found[] {
  return asFindings(missingExport, problems, rules).map((finding) => ({
    ...finding,
    ...rangeIn(finding, file),
  }));
}

/** Whether there is a plan for every fixture. */
export function isComplete({ plans, unloaded }: ConnectorSubject): boolean {
  return unloaded.length === 0 && plans.length > 0 && plans.every(({ plan }) => plan !== undefined);
}

/** Lint also checks an export that is not an Integration. */
const plansOf = ({ plans }: ConnectorSubject): readonly EvaluatedPlan[] =>
  plans.length === 0 ? [{ plan: undefined }] : plans;

/** The code may use the names of every fixture's plan. */
function allNames(plans: readonly EvaluatedPlan[]): DeclaredNames {
  return declaredNames(plans.map(({ plan }) => viewPlan(plainCopy(plan).value, '')));
}

/** The place in the plan file, or else in the source, or else the module. */
function placeOf(
  { path, ofKey, at }: Finding,
  plan: unknown,
  { file, planFiles }: ConnectorSubject,
  source: ConnectorSource,
): Pick<Found, 'file' | 'range'> {
  const [, inPlan] = /^provisioning\.(.*)$/s.exec(path) ?? [];
  const planFile = planFileOf(plan);
  const read = planFile === undefined ? undefined : planFiles.get(planFile);
  if (at === undefined && inPlan !== undefined && planFile !== undefined && read !== undefined)
    return { file: planFile, range: read.place(inPlan, ofKey) };
  return rangeIn({ at: at ?? source.place(path, ofKey) }, file);
}

function rangeIn(
  { at }: { at?: SourcePlace | undefined },
  file: string,
): Pick<Found, 'file' | 'range'> {
  if (at === undefined) return { file };
  const { file: module, line, column, endLine = line, endColumn = column } = at;
  return { file: module, range: { line, column, endLine, endColumn } };
}

/** Merges equal findings of several fixtures, and names the fixtures if not all have the finding. */
function mergeRepeats(found: readonly Found[], fixtures: number): Found[] {
  const groups = new Map<string, Found[]>();
  for (const finding of found) {
    const key = JSON.stringify({ ...finding, fixture: undefined });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].flatMap((group) =>
    group.slice(0, 1).map(({ fixture: _, ...content }) => {
      const names = [...new Set(group.flatMap(({ fixture = [] }) => fixture))];
      const inAll = names.length === 0 || group.length === fixtures;
      const fixture = content.onlyWith ?? (inAll ? undefined : names.join(', '));
      return fixture === undefined ? content : { ...content, fixture };
    }),
  );
}
