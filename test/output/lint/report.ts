/** Reports for the tests of the formats. */
import { Chalk } from 'chalk';
import type { RuleInfo } from '../../../src/lint/catalog.js';
import type { LintFinding, LintReport, LintUnchecked } from '../../../src/lint/types.js';
import type { Look } from '../../../src/output/lint/index.js';

const rule = (id: string, severity: RuleInfo['severity']): RuleInfo => ({
  id,
  severity,
  summary: `Summary of ${id}.`,
  explain: `Explanation of ${id}.`,
  help: `https://example.com/docs/lint.md#${id}`,
});

export const look: Look = {
  style: new Chalk({ level: 0 }),
  columns: null,
  version: '1.2.3',
  rules: [rule('plan/unique-keys', 'error'), rule('connector/tolerate-all', 'warning')],
};

export function finding(parts: Partial<LintFinding> = {}): LintFinding {
  return {
    rule: 'plan/unique-keys',
    code: 'not-a-field',
    args: { name: 'customer' },
    severity: 'error',
    message: '"customer" is not a field of the definition',
    help: 'https://example.com/docs/lint.md#plan/unique-keys',
    path: 'customData[0].unique_keys[0]',
    file: 'shop.plan.yaml',
    fingerprint: 'f'.repeat(64),
    ...parts,
  };
}

/** With the place in the file. */
export function placed(parts: Partial<LintFinding> = {}): LintFinding {
  return finding({
    line: 12,
    column: 19,
    end_line: 12,
    end_column: 27,
    source: '    unique_keys: [customer]',
    hint: 'Did you mean "customer_id"?',
    ...parts,
  });
}

export function report(findings: LintFinding[], files = ['shop.plan.yaml']): LintReport {
  const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
  return {
    files,
    findings,
    summary: { error: count('error'), warning: count('warning'), info: count('info') },
  };
}

/** A part that was not checked, with the place where reading ended. */
export function unchecked(parts: Partial<LintUnchecked> = {}): LintUnchecked {
  return {
    code: 'package',
    message: 'it comes from a package (x)',
    path: 'widgets',
    file: 'shop.ts',
    line: 3,
    column: 5,
    ...parts,
  };
}

/** Texts of people and machines that could break a format. */
export const HOSTILE = `<a href="x">&amp;]]>\0\u0007\u001b[31m\ud800 \uffff%0A\r\n::error,:é漢😀'`;
