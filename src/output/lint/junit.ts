/** JUnit's XML: a suite for each file, a failed case for each finding, and one that passes for a clean file. */
import type { LintFinding, LintUnchecked } from '../../lint/types.js';
import { byFile, type Format, fullMessageOf, uncheckedText } from './format.js';
import { attributes, escapeText } from './xml.js';

export const formatJunit: Format = (report) => {
  const { unchecked = [] } = report;
  const files = byFile(report);
  for (const { file } of unchecked) if (!files.has(file)) files.set(file, []);
  const suites = [...files].map(([file, findings]) => {
    const left = unchecked.filter((one) => one.file === file);
    return suite(file, findings, left);
  });
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'spm-connect lint' })}>`,
    ...suites.flat(),
    '</testsuites>',
  ].join('\n')}\n`;
};

function suite(
  file: string,
  findings: readonly LintFinding[],
  unchecked: readonly LintUnchecked[],
): string[] {
  const counts = {
    tests: Math.max(1, findings.length) + unchecked.length,
    failures: findings.length,
    errors: 0,
    ...(unchecked.length > 0 && { skipped: unchecked.length }),
  };
  return [
    `  <testsuite${attributes({ name: file, ...counts })}>`,
    ...(findings.length === 0 ? passed(file) : findings.flatMap(failed)),
    ...unchecked.flatMap(skipped),
    '  </testsuite>',
  ];
}

const passed = (file: string): string[] => [
  `    <testcase${attributes({ name: 'no findings', classname: file, time: 0 })}/>`,
];

/** Readers identify a case by its name, so the name has the whole finding. */
function failed(finding: LintFinding): string[] {
  const { rule, file, severity } = finding;
  const message = fullMessageOf(finding);
  return [
    `    <testcase${attributes({ name: `${rule}: ${message}`, classname: file, time: 0 })}>`,
    `      <failure${attributes({ message, type: severity })}>${escapeText(details(finding))}</failure>`,
    '    </testcase>',
  ];
}

function skipped(one: LintUnchecked): string[] {
  const { code, file, line, column } = one;
  const message = uncheckedText(one);
  const name = `not checked (${code}) at ${line}:${column}: ${message}`;
  return [
    `    <testcase${attributes({ name, classname: file, time: 0 })}>`,
    `      <skipped>${escapeText(message)}</skipped>`,
    '    </testcase>',
  ];
}

/** The only part that some readers show. */
function details(finding: LintFinding): string {
  const { severity, file, line, column = 1, source, hint, help } = finding;
  return [
    `${severity}: ${fullMessageOf(finding)}`,
    line === undefined ? file : `${file}:${line}:${column}`,
    ...(source === undefined ? [] : [source]),
    ...(hint === undefined ? [] : [`hint: ${hint}`]),
    help,
  ].join('\n');
}
