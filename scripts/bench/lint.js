// Measures the processor time of linting a large plan. Build first.
//
//   node scripts/bench/lint.js
//
// Each case runs in its own process, so that no case profits from code that another one compiled.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
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

/** The whole command on a file of each kind: start, reading, rules, report. */
const FILES = {
  'plan.yaml': (plan) => stringify(plan),
  'plan.json': (plan) => JSON.stringify(plan, null, 2),
  'connector.mjs': () => `import { readFileSync } from 'node:fs';
import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'large',
  meta: { name: 'Large', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: () => JSON.parse(readFileSync(new URL('large.plan.json', import.meta.url), 'utf8')),
  syncSteps: [],
});
`,
};

const BIN = fileURLToPath(new URL('../../bin/spm-connect.js', import.meta.url));
const TELL_CPU = new URL('tell-cpu.js', import.meta.url).href;

const cpuOf = (stderr) => Math.round(Number(/CPU (\d+)/.exec(stderr)?.[1]) / 1000);
const show = (cpuMs, text) => console.log(`${String(cpuMs).padStart(6)} ms  ${text}`);

function benchFiles() {
  const folder = mkdtempSync(join(tmpdir(), 'spm-connect-bench-'));
  for (const name of [
    '10,000 definitions of 10 fields and 3 relationships',
    'a chain of 100,000 definitions',
  ]) {
    for (const [kind, write] of Object.entries(FILES)) {
      const file = join(folder, `large.${kind}`);
      writeFileSync(file, write(CASES[name]()));
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--import', TELL_CPU, BIN, 'lint', file, '--format', 'json'],
        { encoding: 'utf8', maxBuffer: 1e9 },
      );
      const { findings } = JSON.parse(stdout);
      show(cpuOf(stderr), `lint of ${kind}, ${name}: ${findings.length} findings`);
    }
  }
  rmSync(folder, { recursive: true });
}

const [only] = process.argv.slice(2);
if (only === undefined) {
  for (const name of Object.keys(CASES)) {
    process.stdout.write(execFileSync(process.execPath, [fileURLToPath(import.meta.url), name]));
  }
  benchFiles();
} else {
  const plan = CASES[only]();
  const before = process.cpuUsage();
  const findings = lintIntegration({ plan });
  const { user, system } = process.cpuUsage(before);
  show(Math.round((user + system) / 1000), `${only}: ${findings.length} findings`);
}
