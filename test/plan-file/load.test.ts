import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { SpmError } from '../../src/errors.js';
import { loadPlan } from '../../src/plan-file/load.js';
import { planFileOf } from '../../src/plan-file/mark.js';
import { temporaryFolder } from '../helpers/cli.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function errorOf(load: () => unknown): SpmError {
  try {
    load();
  } catch (error) {
    if (error instanceof SpmError) return error;
    throw error;
  }
  throw new Error('it did not throw');
}

const PLAN = { events: [{ code_name: 'visit', name: { en: 'Visit' } }] };

describe('loadPlan', () => {
  it('reads YAML and JSON, by path and by URL', () => {
    const json = file('a.plan.json', JSON.stringify(PLAN));
    const yaml = file('a.plan.yaml', '\ufeffevents: [{ code_name: visit, name: { en: Visit } }]\n');
    for (const path of [json, yaml]) {
      expect(loadPlan(path)).toEqual(PLAN);
      expect(loadPlan(pathToFileURL(path))).toEqual(PLAN);
      expect(loadPlan(pathToFileURL(path).href)).toEqual(PLAN);
    }
  });

  it('starts from the module that calls it', () => {
    const here = dirname(fileURLToPath(import.meta.url));
    expect(loadPlan('../fixtures/plan-file/visit.plan.yaml')).toEqual(PLAN);
    expect(errorOf(() => loadPlan('./none.plan.yaml')).cause).toMatchObject({
      path: join(here, 'none.plan.yaml'),
    });
  });

  it('remembers the file, unseen, and not in a copy', () => {
    const path = file('a.plan.json', JSON.stringify(PLAN));
    const plan = loadPlan(path);
    expect(planFileOf(plan)).toBe(path);
    expect(Object.getOwnPropertyNames(plan)).toEqual(['events']);
    expect(planFileOf({ ...plan })).toBeUndefined();
    expect(planFileOf(null)).toBeUndefined();
  });

  it('tells every malformed place', () => {
    const path = file('bad.plan.yaml', 'customData:\n  - name: 1\n    fields: none\nevents: x\n');
    const { code, message, details } = errorOf(() => loadPlan(path));
    expect(code).toBe('SPM_PLAN_INVALID');
    expect(message).toContain('bad.plan.yaml:2:11: ');
    expect(message).toContain('bad.plan.yaml:3:13: ');
    expect(message).toContain('bad.plan.yaml:4:9: ');
    expect(details?.problems).toHaveLength(3);
  });

  it('tells what is no YAML, no UTF-8, no plan file and not there', () => {
    const syntax = errorOf(() => loadPlan(file('x.plan.yaml', 'a: 1\na: 2\n')));
    expect(syntax.message).toContain('x.plan.yaml:2:1: the key "a" is here twice');
    const bytes = errorOf(() => loadPlan(file('x.plan.yaml', new Uint8Array([0xff, 0xfe]))));
    expect(bytes.message).toContain('the file is not UTF-8');
    expect(errorOf(() => loadPlan('plan.toml')).message).toContain('must end with .yaml');
    expect(errorOf(() => loadPlan('none.plan.yaml')).code).toBe('SPM_PLAN_INVALID');
  });
});
