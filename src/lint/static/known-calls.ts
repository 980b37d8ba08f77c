/** Functions with known results: those of spm-connect, and a few of JavaScript. */
import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type * as t from '@babel/types';
import { markPlan } from '../../plan-file/mark.js';
import { planFormatOf } from '../../plan-file/parse.js';
import { readPlanFile } from '../../plan-file/read.js';
import { isMember, memberKey } from '../code/nodes.js';
import { isInside } from '../code/project.js';
import { lookUp } from './frame.js';
import type { Frame, NodeReader, ObjectNode, StaticNode } from './model.js';
import { childOf, leaf } from './node.js';
import { gapAt } from './reading.js';

type Call = t.CallExpression | t.OptionalCallExpression;

/** Undefined for all others. */
export function callKnown(reader: NodeReader, node: Call, frame: Frame): StaticNode | undefined {
  const [first] = node.arguments;
  if (first === undefined || first.type === 'SpreadElement') return undefined;
  switch (knownName(node.callee, frame)) {
    case 'defineIntegration':
    case 'defineCustomData':
    case 'defineConfig':
    case 'Object.freeze':
    case 'Object.seal':
      return reader.read(first, frame);
    case 'defineBulkStep':
      return bulkStep(reader.read(first, frame), node, frame);
    case 'loadPlan':
      return planIn(reader, reader.read(first, frame), node, frame);
    default:
      return undefined;
  }
}

function knownName(callee: t.Node, frame: Frame): string | undefined {
  if (callee.type === 'Identifier') {
    const binding = lookUp(callee.name, frame)?.binding;
    if (binding?.kind === 'part') return isOwnModule(binding.init, frame) ? binding.key : undefined;
    return binding?.kind === 'import' && isOwn(binding.from) ? binding.name : undefined;
  }
  if (!isMember(callee) || callee.object.type !== 'Identifier') return undefined;
  const { name } = callee.object;
  const key = String(memberKey(callee));
  const binding = lookUp(name, frame)?.binding;
  if (binding === undefined) return name === 'Object' ? `Object.${key}` : undefined;
  return binding.kind === 'import' && binding.name === '*' && isOwn(binding.from) ? key : undefined;
}

/** `require('spm-connect')` */
function isOwnModule(node: t.Node, frame: Frame): boolean {
  if (node.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  const [given] = node.arguments;
  const isRequire = node.callee.name === 'require' && lookUp('require', frame) === undefined;
  return isRequire && given?.type === 'StringLiteral' && isOwn(given.value);
}

const isOwn = (specifier: string): boolean =>
  /^(spm-connect(\/(config|kit))?|@shopimind\/integration-kit-js)$/.test(specifier);

/** The step that `defineBulkStep` returns. */
function bulkStep(config: StaticNode, node: t.Node, frame: Frame): StaticNode {
  if (config.kind === 'unknown') return config;
  const action: StaticNode = leaf(() => undefined);
  const own = (key: string): StaticNode => childOf(config, key);
  const isAbsent = (key: string): boolean => {
    const part = own(key);
    return part.kind === 'leaf' && part.value === undefined;
  };
  const step: ObjectNode = { kind: 'object', entries: new Map() };
  step.entries.set('entity', own('entity'));
  step.entries.set('cursorScope', isAbsent('cursorScope') ? leaf('global') : own('cursorScope'));
  step.entries.set('enabled', action);
  if (!isAbsent('sources'))
    step.entries.set(
      'sources',
      own('sources').kind === 'unknown' ? gapAt('call', node, frame) : action,
    );
  if (!isAbsent('tolerateRejects')) step.entries.set('tolerateRejects', own('tolerateRejects'));
  step.entries.set('run', action);
  step.entries.set('bulk', config);
  return step;
}

/** Reads a plan file of the project. */
function planIn(reader: NodeReader, path: StaticNode, node: t.Node, frame: Frame): StaticNode {
  if (path.kind === 'unknown') return path;
  if (path.kind !== 'leaf' || typeof path.value !== 'string') return gapAt('call', node, frame);
  const file = resolve(dirname(frame.module.file), path.value);
  const isRelative = !path.value.startsWith('file:') && planFormatOf(file) !== undefined;
  if (!isRelative) return gapAt('call', node, frame);
  try {
    if (!isInside(file, reader.project.root ?? ''))
      return gapAt('outside', node, frame, path.value);
    // Reading a pipe would wait.
    if (!statSync(file).isFile()) return gapAt('unreadable', node, frame, path.value);
    const { plan, problems } = readPlanFile(file);
    if (problems.length > 0 || typeof plan !== 'object' || plan === null)
      return gapAt('unreadable', node, frame, path.value);
    return leaf(markPlan(plan, file));
  } catch {
    return gapAt('unreadable', node, frame, path.value);
  }
}
