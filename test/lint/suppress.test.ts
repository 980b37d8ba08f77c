import { describe, expect, it } from 'vitest';
import type { Found } from '../../src/lint/found.js';
import { type Commented, suppress } from '../../src/lint/suppress.js';

const at = (line: number) => ({ line, column: 1, endLine: line, endColumn: 2 });

const finding = (rule: string, line: number): Found => ({
  rule,
  severity: 'error',
  path: '',
  code: 'too-deep',
  args: {},
  file: '/a.plan.yaml',
  range: at(line),
});

/** The remaining findings, as `line:column rule code values`. */
function left(text: string, found: readonly Found[], changes: Partial<Commented> = {}): string[] {
  const file = { file: '/a.plan.yaml', text, comment: '#', rules: {}, complete: true } as const;
  return suppress(found, [{ ...file, ...changes }]).map(({ rule, range, code, args }) =>
    [`${range?.line}:${range?.column}`, rule, code, ...Object.values(args)].join(' ').trim(),
  );
}

const DISABLE = '# spm-lint-disable-next-line';

describe('a comment', () => {
  it('hides a rule on the line below', () => {
    const found = [finding('plan/field-type', 2), finding('plan/field-type', 3)];
    expect(left(`${DISABLE} plan/field-type\na\nb`, found)).toEqual([
      '3:1 plan/field-type too-deep',
    ]);
  });

  it('hides several rules, and no others', () => {
    const found = ['plan/field-type', 'plan/unique-keys', 'plan/shape'].map((rule) =>
      finding(rule, 2),
    );
    expect(left(`  ${DISABLE} plan/field-type, plan/unique-keys\na`, found)).toEqual([
      '2:1 plan/shape too-deep',
    ]);
  });

  it('may say why, and be followed by other comments', () => {
    const text = `${DISABLE} plan/field-type -- it is so\r\n# more\r\n\r\n${DISABLE} plan/shape\r\na`;
    expect(left(text, [finding('plan/field-type', 5), finding('plan/shape', 5)])).toEqual([]);
  });

  it('that hides nothing is told', () => {
    const text = `a\n  ${DISABLE} plan/shape, plan/field-type\nb`;
    expect(left(text, [finding('plan/field-type', 3)])).toEqual([
      '2:32 lint/unused-disable unused-disable plan/shape 3',
    ]);
  });

  it('that names what is no rule, or nothing, is told', () => {
    expect(left(`${DISABLE} plan/shap\n${DISABLE}\na`, [])).toEqual([
      '1:30 lint/unused-disable unknown-rule plan/shap plan/shape',
      '2:3 lint/unused-disable no-rule-named spm-lint-disable-next-line',
    ]);
  });

  it('at the end hides nothing', () => {
    expect(left(`a\n${DISABLE} plan/shape`, [])).toEqual([
      '2:30 lint/unused-disable unused-disable plan/shape',
    ]);
  });

  it('that hides nothing may do so once everything can be looked at', () => {
    const text = `${DISABLE} plan/shape\n${DISABLE} plan/shap\na`;
    expect(left(text, [], { complete: false })).toEqual([
      '2:30 lint/unused-disable unknown-rule plan/shap plan/shape',
    ]);
  });

  it('is not looked for where there are no comments, or in a text', () => {
    const found = [finding('plan/shape', 2)];
    expect(left(`${DISABLE} plan/shape\na`, found, { comment: undefined })).toHaveLength(1);
    expect(left(`a: "${DISABLE} plan/shape"\na`, found)).toHaveLength(1);
    expect(left('# spm-lint-disable-next-lines plan/shape\na', found)).toHaveLength(1);
  });

  it('starts with two slashes in TypeScript', () => {
    const text = '  // spm-lint-disable-next-line plan/shape\n  a,';
    expect(left(text, [finding('plan/shape', 2)], { comment: '//' })).toEqual([]);
  });

  it('can have its own severity', () => {
    const off = { 'lint/unused-disable': 'off' } as const;
    expect(left(`${DISABLE} plan/shape\na`, [], { rules: off })).toEqual([]);
  });
});
