/** Every published JSON Schema, by the name of its file in `schemas/`. Not loaded by any command. */
import { z } from 'zod';
import { configJsonSchema } from '../config/schema.js';
import { cursorsFileSchema } from '../runtime/cursors/file.js';
import { envelope } from './common.js';
import { installations } from './installations.js';
import { lint, lintReport } from './lint.js';
import { migrateFromKit } from './migrate.js';
import { operate } from './operate.js';
import { plan } from './plan.js';
import * as planReports from './plan-reports.js';
import { provision, savedPlan } from './provision.js';
import { pull } from './pull.js';
import * as reports from './reports.js';
import { sandbox } from './sandbox.js';
import { secrets } from './secrets.js';
import { serve } from './serve.js';
import { sync } from './sync.js';

/** The `data` of each command. */
export const DATA = {
  ...reports,
  ...installations,
  ...operate,
  ...secrets,
  ...planReports,
  lint,
  'migrate-from-kit': migrateFromKit,
  provision,
  pull,
  sandbox,
  serve,
  sync,
} as const;

export const SCHEMAS: Record<string, z.ZodType> = {
  plan,
  cursors: cursorsFileSchema,
  'lint-report': lintReport,
  'saved-plan': savedPlan,
  ...Object.fromEntries(
    Object.entries(DATA).map(([command, data]) => [
      `${command.replaceAll(' ', '-')}-output`,
      envelope(command, data),
    ]),
  ),
};

/** The text of each file. */
export function schemaFiles(): Record<string, string> {
  const schemas: [string, object][] = [
    ['config', configJsonSchema()],
    ...Object.entries(SCHEMAS).map(([name, schema]): [string, object] => [
      name,
      z.toJSONSchema(schema, { io: 'input' }),
    ]),
  ];
  return Object.fromEntries(
    schemas.map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
  );
}
