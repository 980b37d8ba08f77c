/** The data of `lint`: the findings, or its rules. */
import { z } from 'zod';
import type { RulesData } from '../commands/lint-rules.js';
import type { LintReport } from '../lint/types.js';
import { GAPS, type GapCode } from '../messages/index.js';
import { count, position, severity } from './common.js';

const arg = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]);

const report = {
  files: z.array(z.string()),
  findings: z.array(
    z.strictObject({
      rule: z.string(),
      code: z.string(),
      args: z.record(z.string(), arg),
      severity,
      message: z.string(),
      hint: z.string().exactOptional(),
      help: z.url(),
      path: z.string(),
      file: z.string(),
      line: position.exactOptional(),
      column: position.exactOptional(),
      end_line: position.exactOptional(),
      end_column: position.exactOptional(),
      source: z.string().exactOptional(),
      fixture: z.string().exactOptional(),
      fingerprint: z.string(),
    }),
  ),
  summary: z.strictObject({ error: count, warning: count, info: count }),
  unchecked: z
    .array(
      z.strictObject({
        code: z.enum(Object.keys(GAPS) as [GapCode, ...GapCode[]]),
        message: z.string(),
        path: z.string(),
        file: z.string(),
        line: position,
        column: position,
      }),
    )
    .exactOptional(),
  baseline: z
    .strictObject({ file: z.string(), hidden: count, corrected: count, written: count })
    .exactOptional(),
  quiet: z.strictObject({ hidden: count }).exactOptional(),
};

const rule = {
  id: z.string(),
  severity,
  summary: z.string(),
  explain: z.string(),
  help: z.url(),
};

export const lint: z.ZodType<LintReport | RulesData> = z.union([
  z.strictObject(report),
  z.strictObject({ rules: z.array(z.strictObject(rule)) }),
  z.strictObject({
    rule: z.strictObject({
      ...rule,
      examples: z.array(
        z.strictObject({
          kind: z.enum(['bad', 'base', 'good']),
          file: z.string(),
          text: z.string(),
        }),
      ),
    }),
  }),
]);

/** The document of `--format json`. */
export const lintReport: z.ZodType<{ schemaVersion: 1 } & LintReport> = z.strictObject({
  schemaVersion: z.literal(1),
  ...report,
});
