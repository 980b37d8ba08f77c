/** The table of overrides: one row per system field. */

import type { Sandbox } from '../sandbox.js';
import type { Table } from '../table.js';

const NAME = 'custom-data-definitions-overrides';

export const overrideTable = (sandbox: Sandbox): Table =>
  sandbox.table({ name: NAME, key: ['target_system_schema', 'system_field_name'] });

/** Removes the overrides that use a field of the definition. */
export function dropOverridesOf(sandbox: Sandbox, definition: number): void {
  overrideTable(sandbox);
  const others = `SELECT json_group_array(json(value)) FROM json_each(body, '$.overrides')
    WHERE value ->> 'id_custom_data_definition' != ?`;
  sandbox.db
    .prepare(`UPDATE "${NAME}" SET body = json_set(body, '$.overrides', json((${others})))`)
    .run(definition);
}
