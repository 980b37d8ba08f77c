/** Opens a connector without running any of its code. */
import { statSync } from 'node:fs';
import { relative } from 'node:path';
import { checkIntegration } from '../../connector/check.js';
import { SpmError } from '../../errors.js';
import { gapSentence } from '../../messages/index.js';
import { connectorShape } from '../../plan/rules/connector-shape.js';
import { planFileOf } from '../../plan-file/mark.js';
import { type ReadPlanFile, readPlanFile } from '../../plan-file/read.js';
import { type ConnectorSource, sourceOf } from '../code/index.js';
import type { ConnectorSubject } from '../subject.js';
import type { Target } from '../targets.js';
import { Certainty } from './certain.js';
import type { Gap } from './gaps.js';
import type { ObjectNode, StaticNode } from './model.js';
import { childOf, Materializer } from './node.js';
import { openStatic, projectFolder, type StaticModule } from './project.js';
import { type Unchecked, uncheckedFunctions, uncheckedIn } from './unchecked.js';

export interface StaticSubject {
  subject: ConnectorSubject;
  source: ConnectorSource;
  certainty: Certainty;
  unchecked: Unchecked[];
}

/**
 * Throws SPM_CONNECTOR_NOT_FOUND, SPM_CONNECTOR_LOAD for a syntax error, and SPM_LINT_NOTHING_READ if all of the connector is
 * unknown.
 */
export async function openStatically(target: Target, cwd: string): Promise<StaticSubject> {
  const { file, config } = target;
  refuseMissing(file, cwd);
  const opened = await openStatic(file, projectFolder(file, config.dir));
  refuseMistakes(opened, target, cwd);
  const { value } = opened;
  if (value.kind === 'unknown') throw nothingRead(value.gap, target, cwd);
  const connector = withPlan(value, opened);
  const certainty = new Certainty(connector);
  const values = new Materializer();
  const integration = values.value(value);
  const plan = planOf(connector, values);
  const isRefused = checkIntegration(integration).some(({ path }) =>
    certainty.isCertain({ rule: connectorShape.id, path }),
  );
  const subject: ConnectorSubject = {
    ...target,
    kind: 'connector',
    integration,
    // Only an Integration has a plan.
    plans: isRefused ? [] : [{ plan: plan as ConnectorSubject['plans'][number]['plan'] }],
    planFiles: planFileMap(plan),
    enabled: new Map(),
    unloaded: [],
  };
  return {
    subject,
    source: sourceOf(opened.project, file),
    certainty,
    unchecked: [...uncheckedIn(connector), uncheckedFunctions(file)],
  };
}

/** The connector, with the plan instead of the function that returns it. */
function withPlan(value: StaticNode, { reader }: StaticModule): StaticNode {
  if (value.kind !== 'object') return value;
  const provisioning = value.entries.get('provisioning');
  if (provisioning?.kind !== 'leaf' || typeof provisioning.value !== 'function') return value;
  if (provisioning.code === undefined) return value;
  const plan = reader.planOf(provisioning.code);
  const entries = new Map(value.entries).set('provisioning', plan);
  return { ...value, entries } satisfies ObjectNode;
}

/** The plan is empty without `provisioning`, and undefined if `provisioning` is unknown. */
function planOf(connector: StaticNode, values: Materializer): unknown {
  const plan = childOf(connector, 'provisioning');
  if (plan.kind === 'unknown') return undefined;
  const isAbsent = connector.kind === 'object' && !connector.entries.has('provisioning');
  return isAbsent ? {} : values.value(plan);
}

function planFileMap(plan: unknown): Map<string, ReadPlanFile> {
  const file = planFileOf(plan);
  return new Map(file === undefined ? [] : [[file, readPlanFile(file)]]);
}

function refuseMissing(file: string, cwd: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  throw new SpmError('SPM_CONNECTOR_NOT_FOUND', `There is no connector at ${relative(cwd, file)}`, {
    cause: `${file} is not a file`,
    hint: 'Give the module that default-exports the Integration.',
  });
}

/** A module with a syntax error would not load. */
function refuseMistakes({ project }: StaticModule, { file }: Target, cwd: string): void {
  const [mistake] = project.mistakes();
  if (mistake === undefined) return;
  const [module, { reason, line, column }] = mistake;
  const at = `${relative(cwd, module)}:${line}:${column}`;
  throw new SpmError(
    'SPM_CONNECTOR_LOAD',
    `The connector ${relative(cwd, file)} cannot be loaded`,
    {
      cause: `${reason} (at ${at})`,
      hint: 'Correct the syntax.',
      details: { at },
    },
  );
}

function nothingRead(gap: Gap, { file }: Target, cwd: string): SpmError {
  const { line, column } = gap.at;
  const at = `${relative(cwd, gap.at.file)}:${line}:${column}`;
  return new SpmError(
    'SPM_LINT_NOTHING_READ',
    `Nothing of the connector ${relative(cwd, file)} can be read without running it`,
    {
      cause: `${gapSentence(gap, false)} (at ${at})`,
      hint: 'Export an object literal, as in `export default defineIntegration({ ... })`, or run lint without --no-run if you trust the code.',
      details: { at, code: gap.code },
    },
  );
}
