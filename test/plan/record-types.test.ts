import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { CustomDataRecord } from '../../src/connector/custom-data.js';
import { HEADER, recordTypes } from '../../src/plan/record-types.js';
import { plan as csvPlan, type loyaltyCard } from '../../templates/csv/src/plan.js';
import type { EventCode, LoyaltyCard, Records, SourceKey } from '../fixtures/types/csv.js';
import { ROOT, temporaryFolder } from '../helpers/cli.js';
import { anyPlan, HOSTILE, hostile, retail } from '../output/graph/plans.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** The compiler's errors in modules, with every check on. */
function compile(...sources: string[]): string {
  const files = sources.map((source, i) => {
    const file = join(folder.path, `records-${i}.ts`);
    writeFileSync(file, source);
    return file;
  });
  const config = join(folder.path, 'tsconfig.json');
  const options = {
    ...{ strict: true, noEmit: true, exactOptionalPropertyTypes: true, isolatedModules: true },
    ...{ noUnusedLocals: true, verbatimModuleSyntax: true, types: [], skipLibCheck: true },
    ...{ module: 'NodeNext', moduleResolution: 'NodeNext', target: 'ES2022' },
    paths: { 'spm-connect': [join(ROOT, 'src/index.ts')] },
  };
  writeFileSync(config, JSON.stringify({ compilerOptions: options, files }));
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', config], { encoding: 'utf8' });
  // Checks only the generated code, not the imported package.
  return stdout
    .split('\n')
    .filter((line) => line.includes('records-'))
    .join('\n');
}

const sourceOf = (plan: unknown) => recordTypes(plan).source;

describe('the types of a plan', () => {
  it('are those that defineCustomData infers', () => {
    expectTypeOf<LoyaltyCard>().toEqualTypeOf<CustomDataRecord<typeof loyaltyCard>>();
    expectTypeOf<Records['Loyalty card']>().toEqualTypeOf<LoyaltyCard>();
    expectTypeOf<SourceKey>().toEqualTypeOf<'files'>();
    expectTypeOf<EventCode>().toEqualTypeOf<'loyalty_tier_changed'>();
  });

  it('are in the module whose types were compared', async () => {
    await expect(sourceOf(csvPlan)).toMatchFileSnapshot('../fixtures/types/csv.ts');
  });

  it('compile under every check, whatever the names', () => {
    const plans = fc.sample(anyPlan, { numRuns: 40, seed: 1 });
    expect(compile(...[csvPlan, retail, hostile, {}, ...plans].map(sourceOf))).toBe('');
  });

  it('would not pass that check if they were wrong', () => {
    expect(compile(`${sourceOf(csvPlan)}\nexport const wrong: LoyaltyCard = {};`)).toContain(
      'TS2740',
    );
  });

  it('are one for each definition, with names that do not meet', () => {
    const names = [
      'loyalty card',
      'Loyalty-Card',
      ' LOYALTY CARD ',
      'Records',
      'épicerie',
      '30 days',
      '日本',
      '!',
    ];
    const { types } = recordTypes({ customData: names.map((name) => ({ name, fields: [] })) });
    expect(types).toEqual([
      { definition: 'loyalty card', type: 'LoyaltyCard' },
      { definition: 'Loyalty-Card', type: 'LoyaltyCard2' },
      { definition: 'Records', type: 'Records2' },
      { definition: 'épicerie', type: 'Épicerie' },
      { definition: '30 days', type: '_30Days' },
      { definition: '日本', type: '日本' },
      { definition: '!', type: 'Unnamed' },
    ]);
  });

  it('have a value for every type of field', () => {
    const types = [
      'bool',
      'text',
      'longtext',
      'number',
      'decimal',
      'list',
      'date',
      'datetime',
      'json',
      'geolocation',
      'odd',
    ];
    const fields = types.map((type) => ({ name: type, type, required: true }));
    const optional = types.map((type) => ({ name: `${type}?`, type }));
    const source = sourceOf({ customData: [{ name: 'a', fields: [...fields, ...optional] }] });
    expect(source.split('\n').filter((line) => /^ {2}\S+: /.test(line))).toEqual([
      '  bool: boolean;',
      '  text: string;',
      '  longtext: string;',
      '  number: number;',
      '  decimal: number;',
      '  list: string | number;',
      '  date: string;',
      '  datetime: string;',
      '  json: unknown;',
      '  geolocation: unknown;',
      '  odd: unknown;',
      "  'bool?'?: boolean | null | undefined;",
      "  'text?'?: string | null | undefined;",
      "  'longtext?'?: string | null | undefined;",
      "  'number?'?: number | null | undefined;",
      "  'decimal?'?: number | null | undefined;",
      "  'list?'?: string | number | null | undefined;",
      "  'date?'?: string | null | undefined;",
      "  'datetime?'?: string | null | undefined;",
      "  'json?'?: unknown;",
      "  'geolocation?'?: unknown;",
      "  'odd?'?: unknown;",
      '  a: A;',
    ]);
  });

  it('say nothing to the compiler in their comments, and end none early', () => {
    const description = 'a */ export const x = 1; /*\n@ts-expect-error\r\nlast';
    const source = sourceOf({ customData: [{ name: 'a', description, fields: [] }] });
    expect(source).toContain(
      '/**\n * a *\\/ export const x = 1; /*\n * @ ts-expect-error\n * last\n */\nexport type A = {',
    );
  });

  it('are the same each time, and begin with a line that tells who wrote them', () => {
    expect(sourceOf(hostile)).toBe(sourceOf(structuredClone(hostile)));
    expect(sourceOf({}).startsWith(`${HEADER}\n`)).toBe(true);
    expect(HOSTILE.length).toBeGreaterThan(10);
  });

  it('leave out what has not the shape of a plan', () => {
    const { types, unreadable } = recordTypes({ customData: [7, { name: 'a', fields: [{}] }] });
    expect(types).toEqual([{ definition: 'a', type: 'A' }]);
    expect(unreadable).toContain('customData[0]');
  });
});
