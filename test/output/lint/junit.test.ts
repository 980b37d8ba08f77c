import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import type { LintFinding } from '../../../src/lint/types.js';
import { formatJunit } from '../../../src/output/lint/junit.js';
import { finding, HOSTILE, look, placed, report, unchecked } from './report.js';

const schema = readFileSync(new URL('../../fixtures/formats/junit.xsd', import.meta.url), 'utf8');

const junit = (findings: LintFinding[], files?: string[]) =>
  formatJunit(report(findings, files), look);

const problems = async (xml: string) =>
  (await validateXML({ xml: [{ fileName: 'junit.xml', contents: xml }], schema: [schema] })).errors;

describe('a JUnit report', () => {
  it('has a suite for each file, with a case for each finding or one that passes', () => {
    expect(
      junit([placed({ fixture: 'a.json' }), finding({ path: '' })], ['clean.ts', 'shop.plan.yaml']),
    ).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="spm-connect lint">
  <testsuite name="clean.ts" tests="1" failures="0" errors="0">
    <testcase name="no findings" classname="clean.ts" time="0"/>
  </testsuite>
  <testsuite name="shop.plan.yaml" tests="2" failures="2" errors="0">
    <testcase name="plan/unique-keys: &quot;customer&quot; is not a field of the definition (with a.json), at customData[0].unique_keys[0]" classname="shop.plan.yaml" time="0">
      <failure message="&quot;customer&quot; is not a field of the definition (with a.json), at customData[0].unique_keys[0]" type="error">error: "customer" is not a field of the definition (with a.json), at customData[0].unique_keys[0]
shop.plan.yaml:12:19
    unique_keys: [customer]
hint: Did you mean "customer_id"?
https://example.com/docs/lint.md#plan/unique-keys</failure>
    </testcase>
    <testcase name="plan/unique-keys: &quot;customer&quot; is not a field of the definition" classname="shop.plan.yaml" time="0">
      <failure message="&quot;customer&quot; is not a field of the definition" type="error">error: "customer" is not a field of the definition
shop.plan.yaml
https://example.com/docs/lint.md#plan/unique-keys</failure>
    </testcase>
  </testsuite>
</testsuites>
`);
  });

  it('is valid, whatever the findings hold', async () => {
    const hostile = {
      message: HOSTILE,
      source: HOSTILE,
      hint: HOSTILE,
      file: HOSTILE,
      path: HOSTILE,
    };
    for (const findings of [[], [finding(), placed({ severity: 'warning' })], [placed(hostile)]])
      expect(await problems(junit(findings))).toEqual([]);
  });

  it('skips what was not checked', async () => {
    const left = [unchecked(), unchecked({ file: HOSTILE, message: HOSTILE, path: '' })];
    const xml = formatJunit({ ...report([], ['shop.ts']), unchecked: left }, look);
    expect(
      xml,
    ).toContain(`  <testsuite name="shop.ts" tests="2" failures="0" errors="0" skipped="1">
    <testcase name="no findings" classname="shop.ts" time="0"/>
    <testcase name="not checked (package) at 3:5: widgets: it comes from a package (x)" classname="shop.ts" time="0">
      <skipped>widgets: it comes from a package (x)</skipped>
    </testcase>
`);
    expect(await problems(xml)).toEqual([]);
  });

  it('is held against a schema that refuses others', async () => {
    expect(await problems(junit([]).replace('tests="1"', 'test="1"'))).not.toEqual([]);
    expect(await problems(junit([]).replace('</testsuites>', ''))).not.toEqual([]);
  });
});
