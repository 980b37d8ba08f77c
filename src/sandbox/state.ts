/** The data of a sandbox, for tests and inspection. Names are the API's paths: `orders-statuses`. */

import type { Item } from './fields.js';
import { removeInstallations } from './platform/store.js';
import { addDefaultDataSource } from './resources/data-sources.js';
import type { Sandbox } from './sandbox.js';
import type { Table } from './table.js';

export interface StateRow extends Item {
  /** The row's own id: of the definition, record, event or data source. */
  id: number;
}

export class SandboxState {
  readonly #sandbox: Sandbox;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** Every resource that has state. */
  get resources(): string[] {
    return [...this.#sandbox.tables.keys()];
  }

  /** Rows of a resource. Throws RangeError for an unknown name. */
  count(resource: string): number {
    return this.#table(resource).count();
  }

  /** The number of rows of every resource. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.resources.map((name) => [name, this.count(name)]));
  }

  /** The rows as written, in order of arrival. Throws RangeError for an unknown name. */
  list(resource: string): StateRow[] {
    return this.#table(resource)
      .select({ where: [], orderBy: 'id', limit: -1, offset: 0 })
      .map(({ id, body }) => ({ ...body, id }));
  }

  /** The records of one custom-data definition. */
  records(definition: number): StateRow[] {
    const where = [{ sql: 'id_definition = ?', values: [String(definition)] }];
    return this.#table('custom-data-records')
      .select({ where, orderBy: 'id', limit: -1, offset: 0 })
      .map(({ id, body }) => ({ ...body, id }));
  }

  #table(resource: string): Table {
    const table = this.#sandbox.tables.get(resource);
    if (table === undefined) {
      throw new RangeError(
        `The sandbox has no resource ${resource}; it has ${this.resources.join(', ')}.`,
      );
    }
    return table;
  }
}

/** Resets to the state of a new sandbox; ids also start again. */
export function resetState(sandbox: Sandbox): void {
  sandbox.transaction(() => {
    for (const table of sandbox.tables.values()) table.removeWhere([]);
    removeInstallations(sandbox.db);
    sandbox.db.exec('DELETE FROM sqlite_sequence');
    addDefaultDataSource(sandbox);
    sandbox.readDelay.catchUp();
  });
}
