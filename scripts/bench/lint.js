// How much processor time linting a large plan takes. Build first.
//
//   node scripts/bench/lint.js
//
// Each case runs in a process of its own, so that none profits from what another warmed up.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lintIntegration } from '../../dist/plan/lint.js';

const FIELDS = ['code', ...Array.from({ length: 9 }, (_, index) => `field_${index}`)];

const define = (name, targets, changes = {}) => ({
  name,
  unique_keys: ['code'],
  fields: FIELDS.map((field) => ({
    name: field,
    label: `The ${field}`,
    type: field === 'code' ? 'text' : 'number',
    required: field === 'code',
  })),
  relationships: targets.map((target, index) => ({
    sourceField: `field_${index}`,
    targetSchemaType: 'custom',
    targetSchema: target,
  })),
  ...changes,
});

const many = (count, make) => ({ customData: Array.from({ length: count }, (_, i) => make(i)) });
const earlier = (index) =>
  [1, 2, 3].filter((back) => back <= index).map((back) => `Def ${index - back}`);

const CASES = {
  '10,000 definitions of 10 fields and 3 relationships': () =>
    many(10_000, (index) => define(`Def ${index}`, earlier(index))),
  'the same with every relationship wrong': () =>
    many(10_000, (index) => define(`Def ${index}`, ['Deff 1', 'Deff 2', 'Deff 3'])),
  'the same with every key and source wrong': () =>
    many(10_000, (index) => ({
      ...define(`Def ${index}`, []),
      unique_keys: ['cod'],
      relationships: earlier(index).map((targetSchema) => ({
        sourceField: 'field_11',
        targetSchemaType: 'custom',
        targetSchema,
      })),
    })),
  'a chain of 100,000 definitions': () =>
    many(100_000, (index) => ({
      name: `Def ${index}`,
      unique_keys: ['code'],
      fields: [
        { name: 'code', type: 'text', required: true },
        { name: 'next', type: 'number' },
      ],
      relationships: [
        { sourceField: 'next', targetSchemaType: 'custom', targetSchema: `Def ${index + 1}` },
      ],
    })),
  'a ring of 100,000 definitions': () =>
    many(100_000, (index) => ({
      name: `Def ${index}`,
      unique_keys: ['code'],
      fields: [
        { name: 'code', type: 'text', required: true },
        { name: 'next', type: 'number' },
      ],
      relationships: [
        {
          sourceField: 'next',
          targetSchemaType: 'custom',
          targetSchema: `Def ${(index + 1) % 100_000}`,
        },
      ],
    })),
  'one circle of 10,000 definitions, each referring to 3': () =>
    many(10_000, (index) =>
      define(
        `Def ${index}`,
        [1, 7, 100].map((ahead) => `Def ${(index + ahead) % 10_000}`),
      ),
    ),
};

const [only] = process.argv.slice(2);
if (only === undefined) {
  for (const name of Object.keys(CASES)) {
    process.stdout.write(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name]));
  }
} else {
  const plan = CASES[only]();
  const before = process.cpuUsage();
  const findings = lintIntegration({ plan });
  const { user, system } = process.cpuUsage(before);
  const cpuMs = Math.round((user + system) / 1000);
  console.log(`${String(cpuMs).padStart(6)} ms  ${only}: ${findings.length} findings`);
}
