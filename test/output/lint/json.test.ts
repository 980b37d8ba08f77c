import { expect, it } from 'vitest';
import { formatJson } from '../../../src/output/lint/json.js';
import { finding, look, placed, report } from './report.js';

it('is the report under the version of its shape', () => {
  const given = report([placed(), finding({ severity: 'info' })]);
  expect(JSON.parse(formatJson(given, look))).toEqual({ schemaVersion: 1, ...given });
});
