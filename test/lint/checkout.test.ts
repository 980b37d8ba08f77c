import { expect, it } from 'vitest';
import { namedFromCheckout } from '../../src/lint/checkout.js';
import { finding, report } from '../output/lint/report.js';

const files = (cwd: string, env: Record<string, string>, file = 'shop.plan.yaml') => {
  const seen = namedFromCheckout(report([finding({ file })], [file]), cwd, env);
  expect(seen.findings.map((one) => one.file)).toEqual(seen.files);
  return seen.files;
};

it('names files from the root of the checkout', () => {
  expect(files('/w/repo/packages/shop', { GITHUB_WORKSPACE: '/w/repo' })).toEqual([
    'packages/shop/shop.plan.yaml',
  ]);
  expect(files('/w/repo/shop', { CI_PROJECT_DIR: '/w/repo/' }, '../a.yaml')).toEqual(['a.yaml']);
});

it('leaves them where there is no checkout around, or it starts here', () => {
  for (const env of [
    {},
    { GITHUB_WORKSPACE: '' },
    { GITHUB_WORKSPACE: '/w/other' },
    { CI_PROJECT_DIR: '/w/repo' },
  ])
    expect(files('/w/repo', env)).toEqual(['shop.plan.yaml']);
});
