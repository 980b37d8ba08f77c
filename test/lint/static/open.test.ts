/** Connectors that are opened without running them: the readable parts, and the places where reading ends. */
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Config } from '../../../src/config/resolve.js';
import { openStatically } from '../../../src/lint/static/open.js';
import { project } from '../../helpers/project.js';

const folder = project();
afterAll(() => folder.remove());

let count = 0;

/** The connector in its own folder, beside the other files. */
function open(connector: string, files: Record<string, string> = {}) {
  const name = `p${count++}`;
  for (const [file, text] of Object.entries({ ...files, 'connector.ts': connector }))
    folder.write(`${name}/${file}`, text);
  const dir = folder.file(name);
  const config = { dir, file: null, lint: { rules: {} } } as unknown as Config;
  return openStatically({ kind: 'connector', file: join(dir, 'connector.ts'), config }, dir);
}

/** The visible plan, and the codes of the unknown parts. */
async function planOf(connector: string, files: Record<string, string> = {}) {
  const { subject, unchecked } = await open(connector, files);
  const codes = unchecked.flatMap(({ gap, path }) =>
    path.startsWith('provisioning') ? gap.code : [],
  );
  return { plan: (subject.integration as { provisioning: unknown }).provisioning, codes };
}

const withPlan = (plan: string, before = '') =>
  `${before}\nexport default { provisioning: ${plan} };`;

describe('a value that code may change', () => {
  const changes: Record<string, string> = {
    'a method': 'plan.events.push({});',
    'an assignment': 'plan.events = [];',
    'an assignment below': "plan.events[0].name = 'x';",
    delete: 'delete plan.events;',
    'Object.assign': 'Object.assign(plan, {});',
    'a function of the project': 'fix(plan); function fix(p) { p.events = []; }',
    'a function without arguments': 'const fix = () => { plan.events.length = 0; }; fix();',
    'a function of a package': "import { fix } from 'x'; fix(plan);",
    'another name for it': 'const { events } = plan; events.pop();',
    'a loop': 'for (const event of plan.events) event.name = 1;',
    'a callback': 'plan.events.forEach((event) => { event.name = 1; });',
    'a named callback': 'plan.events.forEach(fix); function fix(e) { e.name = 1; }',
    'what a function returns': 'const get = () => plan; get().events = [];',
    'a list that it is added to': 'const all = []; all.push(plan); all[0].events = [];',
    'an object that holds it': 'const all = { plan }; all.plan.events = [];',
    'a part of it': 'const event = plan.events[0]; event.name = 1;',
    'Array.prototype': 'Array.prototype.push.call(plan.events, {});',
    'a new value': 'plan = {};',
    'a class': 'new (class { constructor() { plan.events = []; } })();',
    'a getter': 'const all = { get it() { return plan; } }; all.it.events = [];',
    'a method of an object': 'const all = { get: () => ({ plan }) }; all.get().plan.events = [];',
    'a class that holds it': 'class All { plan = plan; } new All().plan.events = [];',
    'a class that returns it': 'class All { static get() { return plan; } } All.get().events = [];',
    'an object that keeps it':
      'const all = { set() { this.one = plan; return this; } }; all.set().one.events = [];',
    'a class that keeps it':
      'class All { constructor() { this.one = plan; } fix() { this.one.events = []; } } new All().fix();',
    'a callback that returns it': 'const call = (f) => f; call(() => plan)().events = [];',
    'a generator': 'function* all() { yield plan; } for (const one of all()) one.events = [];',
    'what is thrown': 'try { throw plan; } catch (one) { one.events = []; }',
    'a default value': 'const fix = (one = plan) => { one.events = []; }; fix();',
    'a default in a pattern': 'const [one = plan] = []; one.events = [];',
    'a pattern that is assigned': 'let one; [one] = [plan]; one.events = [];',
    'a key of another object': 'const all = {}; all.one = plan; all.one.events = [];',
    'the global object': 'globalThis.one = plan; globalThis.one.events = [];',
    arguments: 'function fix() { arguments[0].events = []; } fix(plan);',
    'Array.from': 'Array.from([plan], (one) => { one.events = []; });',
    'a named callback of Array.from':
      'Array.from([plan], fix); function fix(one) { one.events = []; }',
    'the start of a reduction': '[1].reduce((all) => { all.events = []; return all; }, plan);',
    'a callback whose parameter has its name': '[plan].forEach((plan) => { plan.events = []; });',
    'an inner call':
      'const a = () => b(); const b = () => { fix(plan); }; a();\nimport { fix } from "x";',
  };

  it('is not known: a variable that a block declares again', async () => {
    const again = "var name = 'a'; { var name = 'b'; }";
    const { codes } = await planOf(withPlan('{ events: [{ name }] }', again));
    expect(codes).toContain('computed');
  });

  it.each(Object.entries(changes))('is not known: %s', async (_, change) => {
    const before = `let plan = { events: [{ name: 'a' }] };\n${change}`;
    expect((await planOf(withPlan('plan', before))).codes).toEqual(['changed']);
  });

  it('is not known where another module changes it', async () => {
    const plan = { 'plan.ts': 'export const plan = { events: [] }; export default plan;' };
    const from: Record<string, string> = {
      'its name': "import { plan } from './plan.ts'; plan.events.push({});",
      'another name': "import { plan as p } from './plan.ts'; p.events.push({});",
      'its module': "import * as all from './plan.ts'; all.plan.events.push({});",
      'the default': "import p from './plan.ts'; p.events.push({});",
    };
    for (const [name, other] of Object.entries(from)) {
      const before = "import { plan } from './plan.ts';\nimport './other.ts';";
      const { codes } = await planOf(withPlan('plan', before), { ...plan, 'other.ts': other });
      expect([name, codes]).toEqual([name, ['changed']]);
    }
  });

  it('is known where code only looks at it, or changes something else', async () => {
    const before = `const plan = { events: [] };
      const seen = plan.events.map((event) => event.name);
      const copy = { other: [] };
      copy.other.push(1);
      export function run(ctx) { const events = []; events.push(ctx.customData(plan).save()); }`;
    expect(await planOf(withPlan('plan', before))).toEqual({ plan: { events: [] }, codes: [] });
  });
});

describe('a value that is known', () => {
  const values: [string, unknown][] = [
    ['{ ...{ a: 1, b: 1 }, b: 2 }', { a: 1, b: 2 }],
    ['[...[1, 2], 3]', [1, 2, 3]],
    ['`a$' + "{1 + 1}` + 'b'", 'a2b'],
    ['-1', -1],
    ['true ? 1 : x()', 1],
    ["null ?? 'a'", 'a'],
    ["{ ['a' + 'b']: 1 }", { ab: 1 }],
    ["((name, type = 'text') => ({ name, type }))('x')", { name: 'x', type: 'text' }],
    ['(({ a, b: [c] }) => a)({ a: 1, b: [] })', 1],
    ['Object.freeze({ a: 1 } as const)', { a: 1 }],
    ['data.version', '1.0'],
    ['{ a: undefined }', { a: undefined }],
  ];

  it.each(values)('is read: %s', async (text, expected) => {
    const { plan, codes } = await planOf(withPlan(text, "import data from './data.json';"), {
      'data.json': '{ "version": "1.0" }',
    });
    expect({ plan, codes }).toEqual({ plan: expected, codes: [] });
  });

  const unknown: [string, string][] = [
    ['[1, ...x(), 2]', 'call'],
    ['{ a: 1, ...x }', 'computed'],
    ['{ __proto__: x, b: 1 }', 'computed'],
    ['{ get a() { return 1; } }', 'accessor'],
    ['(() => { if (x) return 1; return 2; })()', 'statements'],
    ['(async () => 1)()', 'call'],
    ['(function* () {})()', 'call'],
    ['f(3)', 'limit'],
    ['new Map()', 'call'],
    ['import.meta.url', 'computed'],
    ["require('./data.json')", 'call'],
    ["await import('./data.json')", 'call'],
  ];

  it.each(unknown)('is not: %s', async (text, code) => {
    const { codes } = await planOf(withPlan(text, 'const f = (n) => [f(n), f(n)];'));
    expect(codes.slice(0, 1)).toEqual([code]);
  });
});

it('reads a CommonJS connector', async () => {
  const { codes, plan } = await planOf(
    "const { defineIntegration } = require('spm-connect');\nmodule.exports = defineIntegration({ provisioning: { events: [] } });",
  );
  expect({ codes, plan }).toEqual({ codes: [], plan: { events: [] } });
});

/** Without an end, each would exceed the time limit of the tests. */
describe('what ends the reading', () => {
  const cases: [string, string, string][] = [
    [
      'code that may change all',
      "const a = {}; eval('a.b = 1'); export default a;",
      'SPM_LINT_NOTHING_READ',
    ],
    [
      'a module that is loaded while code runs',
      "const { a } = await import('./connector.ts'); a.b = 1; export default {};",
      'SPM_LINT_NOTHING_READ',
    ],
    ['a package', "import { make } from 'x';\nexport default make({});", 'SPM_LINT_NOTHING_READ'],
    ['no default export', 'export const a = 1;', 'SPM_LINT_NOTHING_READ'],
    ['a circle', "import a from './connector.ts';\nexport default a;", 'SPM_LINT_NOTHING_READ'],
    ['a circle of names', 'const a = b; const b = a; export default a;', 'SPM_LINT_NOTHING_READ'],
    ['its size', `export default {};//${'x'.repeat(2 * 1024 * 1024)}`, 'SPM_LINT_NOTHING_READ'],
    ['its depth', `export default ${'['.repeat(50_000)}`, 'SPM_LINT_NOTHING_READ'],
    ['a long sum', `export default ${'1+'.repeat(50_000)}1`, 'SPM_LINT_NOTHING_READ'],
    [
      'a value that doubles',
      `${Array.from({ length: 60 }, (_, i) => `const a${i} = [a${i + 1}, a${i + 1}];`).join('\n')}\nconst a60 = [1];\nexport default { a: a0 };`,
      'SPM_LINT_NOTHING_READ',
    ],
    [
      'functions that call each other one after the other',
      `const a = {};\n${Array.from({ length: 20_000 }, (_, i) => `const f${i} = () => f${i - 1}(a);`).join('\n')}\nf19999(a); export default a;`,
      'SPM_LINT_NOTHING_READ',
    ],
    [
      'names without number',
      `const a = {};\nconst { ${Array.from({ length: 20_000 }, (_, i) => `b${i}`).join()} } = { ${'a,'.repeat(20_000)} }; b0.c = 1; export default a;`,
      'SPM_LINT_NOTHING_READ',
    ],
    ['two values', 'module.exports = {}; module.exports = { a: 1 };', 'SPM_LINT_NOTHING_READ'],
    ['a mistake in the syntax', 'export default { slug: ', 'SPM_CONNECTOR_LOAD'],
    ['what is no text', '\0\x01\x02\xff', 'SPM_CONNECTOR_LOAD'],
  ];

  it.each(cases)('is told: %s', async (_, text, code) => {
    await expect(open(text)).rejects.toMatchObject({ code });
  });
});
