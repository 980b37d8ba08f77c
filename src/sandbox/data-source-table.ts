/** The shop's data sources, for the other resources. */
import type { Sandbox } from './sandbox.js';
import type { Table } from './table.js';

export interface DataSources {
  table: Table;
  exists(id: number): boolean;
}

export function dataSources(sandbox: Sandbox): DataSources {
  const table = sandbox.table({
    name: 'data-sources',
    key: [],
    columns: ['parent_id'],
    lastingIds: true,
  });
  return { table, exists: (id) => table.get(id) !== undefined };
}
