import { readFileSync } from 'node:fs';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import type { LintFinding } from '../../../src/lint/types.js';
import { formatSarif } from '../../../src/output/lint/sarif.js';
import { finding, HOSTILE, look, placed, report, unchecked } from './report.js';

const schema = JSON.parse(
  readFileSync(new URL('../../fixtures/formats/sarif-2.1.0.schema.json', import.meta.url), 'utf8'),
);
const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

function problems(document: unknown) {
  validate(document);
  return validate.errors ?? [];
}

const sarif = (...findings: LintFinding[]) => JSON.parse(formatSarif(report(findings), look));
const resultOf = (one: LintFinding) => sarif(one).runs[0].results[0];

describe('a SARIF log', () => {
  it('is valid against the published schema, whatever the findings hold', () => {
    expect(problems(sarif())).toEqual([]);
    expect(problems(sarif(finding(), placed(), placed({ severity: 'info' })))).toEqual([]);
    const hostile = { message: HOSTILE, hint: HOSTILE, file: `a b/%/é#?${HOSTILE}`, path: HOSTILE };
    expect(problems(sarif(placed({ ...hostile, rule: 'own/rule' })))).toEqual([]);
  });

  it('notes what was not checked', () => {
    const left = [unchecked(), unchecked({ file: HOSTILE, message: HOSTILE })];
    const log = JSON.parse(formatSarif({ ...report([]), unchecked: left }, look));
    expect(problems(log)).toEqual([]);
    expect(log.runs[0].invocations[0].toolExecutionNotifications[0]).toMatchObject({
      descriptor: { id: 'unchecked/package' },
      level: 'note',
      message: { text: 'widgets: it comes from a package (x).' },
    });
    expect(sarif().runs[0]).not.toHaveProperty('invocations');
  });

  it('is held against a schema that refuses others', () => {
    const log = sarif(placed());
    log.runs[0].results[0].level = 'info';
    log.runs[0].results[0].locations[0].physicalLocation.region.startLine = 0;
    expect(problems(log)).toHaveLength(2);
  });

  it('tells the tool and its rules', () => {
    const { driver } = sarif().runs[0].tool;
    expect(driver).toMatchObject({ name: 'spm-connect', version: '1.2.3' });
    expect(driver.rules[1]).toEqual({
      id: 'connector/tolerate-all',
      shortDescription: { text: 'Summary of connector/tolerate-all.' },
      fullDescription: { text: 'Explanation of connector/tolerate-all.' },
      helpUri: 'https://example.com/docs/lint.md#connector/tolerate-all',
      defaultConfiguration: { level: 'warning' },
    });
  });

  it('has a result for each finding, at its place', () => {
    expect(resultOf(placed({ file: 'plans/my shop#1.plan.yaml', fixture: 'a.json' }))).toEqual({
      ruleId: 'plan/unique-keys',
      ruleIndex: 0,
      level: 'error',
      message: {
        text: '"customer" is not a field of the definition (with a.json), at customData[0].unique_keys[0]. Did you mean "customer_id"?',
      },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'plans/my%20shop%231.plan.yaml', uriBaseId: '%SRCROOT%' },
            region: { startLine: 12, startColumn: 19, endLine: 12, endColumn: 27 },
          },
          logicalLocations: [{ fullyQualifiedName: 'customData[0].unique_keys[0]' }],
        },
      ],
      partialFingerprints: { 'finding/v2': 'f'.repeat(64) },
      properties: { code: 'not-a-field', arguments: { name: 'customer' } },
    });
  });

  it('names the file alone where no line is known', () => {
    const { level, message, locations } = resultOf(finding({ severity: 'info', path: '' }));
    expect(level).toBe('note');
    expect(message.text).toBe('"customer" is not a field of the definition.');
    expect(locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'shop.plan.yaml', uriBaseId: '%SRCROOT%' },
        },
      },
    ]);
  });

  it('cannot lie outside the ranges of SARIF when the rule is unknown to the catalog', () => {
    expect(resultOf(placed({ rule: 'own/rule' }))).not.toHaveProperty('ruleIndex');
  });
});
