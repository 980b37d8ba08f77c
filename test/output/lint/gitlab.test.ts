import { expect, it } from 'vitest';
import { formatGitlab } from '../../../src/output/lint/gitlab.js';
import { finding, HOSTILE, look, placed, report, unchecked } from './report.js';

const issues = (...findings: Parameters<typeof report>[0]) =>
  JSON.parse(formatGitlab(report(findings), look));

it('has an issue for each finding, at its line', () => {
  expect(issues(placed(), finding({ severity: 'warning' }), finding({ severity: 'info' }))).toEqual(
    [
      {
        description:
          '"customer" is not a field of the definition, at customData[0].unique_keys[0]. Did you mean "customer_id"?',
        check_name: 'plan/unique-keys',
        fingerprint: 'f'.repeat(64),
        severity: 'major',
        location: { path: 'shop.plan.yaml', lines: { begin: 12 } },
      },
      expect.objectContaining({
        severity: 'minor',
        location: { path: 'shop.plan.yaml', lines: { begin: 1 } },
      }),
      expect.objectContaining({ severity: 'info' }),
    ],
  );
  expect(issues()).toEqual([]);
});

it('lists what was not checked', () => {
  const text = formatGitlab({ ...report([]), unchecked: [unchecked()] }, look);
  expect(JSON.parse(text)).toMatchObject([
    { check_name: 'unchecked/package', severity: 'info', location: { lines: { begin: 3 } } },
  ]);
});

it('is JSON whatever the findings hold', () => {
  expect(issues(finding({ message: HOSTILE, file: HOSTILE, hint: HOSTILE }))).toHaveLength(1);
});
