import { expect, it } from 'vitest';
import { baselineOf, withoutBaseline } from '../../src/lint/baseline.js';
import { finding, report } from '../output/lint/report.js';

const other = finding({ rule: 'plan/shape', severity: 'warning' });

it('hides each finding as often as it was there', () => {
  const baseline = baselineOf(report([finding(), finding()]));
  const {
    findings,
    summary,
    baseline: told,
  } = withoutBaseline(
    report([finding(), other, finding({ path: 'customData[9].unique_keys[0]' }), finding()]),
    baseline,
    'b.json',
  );
  expect(findings.map(({ rule }) => rule)).toEqual(['plan/shape', 'plan/unique-keys']);
  expect(summary).toEqual({ error: 1, warning: 1, info: 0 });
  expect(told).toEqual({ file: 'b.json', hidden: 2, corrected: 0, written: 0 });
});

it('counts what cannot be found any more', () => {
  const baseline = baselineOf(report([finding(), other, other]));
  expect(withoutBaseline(report([other]), baseline, 'b.json').baseline).toMatchObject({
    hidden: 1,
    corrected: 2,
  });
});

it('never hides what cannot be loaded, since it was not checked', () => {
  const broken = finding({ rule: 'lint/load' });
  const baseline = baselineOf(report([finding(), broken]));
  expect(Object.keys(baseline.findings)).toHaveLength(1);
  const { findings } = withoutBaseline(report([finding(), broken]), baseline, 'b.json');
  expect(findings.map(({ rule }) => rule)).toEqual(['lint/load']);
});
