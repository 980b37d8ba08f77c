/** SARIF 2.1.0, which code scanning services read. */
import type { RuleInfo } from '../../lint/catalog.js';
import type { LintFinding, LintReport, LintUnchecked } from '../../lint/types.js';
import { visibleJson } from '../../visible.js';
import { type Format, fullMessageOf, type Look, uncheckedText } from './format.js';

const SCHEMA =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const HOME = 'https://www.npmjs.com/package/spm-connect';
const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const;

/** File names start from this base, which the reading machine resolves. */
const ROOT = '%SRCROOT%';

export const formatSarif: Format = (report, look) => `${visibleJson(sarifLog(report, look), 2)}\n`;

function sarifLog(report: LintReport, { version, rules }: Pick<Look, 'version' | 'rules'>) {
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'spm-connect',
            version,
            informationUri: HOME,
            rules: rules.map(descriptor),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { [ROOT]: { description: { text: 'Where the sources are.' } } },
        ...(report.unchecked && { invocations: [invocation(report.unchecked)] }),
        results: report.findings.map((finding) => result(finding, indexes.get(finding.rule))),
      },
    ],
  };
}

/** An unchecked part is not a result, but a notification. */
function invocation(unchecked: readonly LintUnchecked[]) {
  const toolExecutionNotifications = unchecked.map((one) => ({
    descriptor: { id: `unchecked/${one.code}` },
    level: 'note',
    message: { text: sentence(uncheckedText(one)) },
    locations: [{ physicalLocation: physicalLocation(one) }],
  }));
  return { executionSuccessful: true, toolExecutionNotifications };
}

function descriptor({ id, severity, summary, explain, help }: RuleInfo) {
  return {
    id,
    shortDescription: { text: summary },
    fullDescription: { text: explain },
    helpUri: help,
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function result(finding: LintFinding, ruleIndex: number | undefined) {
  const { rule, severity, hint, path } = finding;
  const message = sentence(fullMessageOf(finding));
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message} ${hint}` },
    locations: [
      {
        physicalLocation: physicalLocation(finding),
        ...(path === '' ? {} : { logicalLocations: [{ fullyQualifiedName: path }] }),
      },
    ],
    partialFingerprints: { 'finding/v2': finding.fingerprint },
    properties: { code: finding.code, arguments: finding.args },
  };
}

/** Adds a full stop; quoted words may already end with one. */
const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);

function physicalLocation({
  file,
  line,
  column,
  end_line,
  end_column,
}: Pick<LintFinding, 'file' | 'line' | 'column' | 'end_line' | 'end_column'>) {
  const artifactLocation = { uri: relativeUri(file), uriBaseId: ROOT };
  if (line === undefined) return { artifactLocation };
  const region = { startLine: line, startColumn: column, endLine: end_line, endColumn: end_column };
  return { artifactLocation, region };
}

/** A file name may be invalid Unicode, which a URI cannot contain. */
const relativeUri = (file: string): string =>
  file
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
