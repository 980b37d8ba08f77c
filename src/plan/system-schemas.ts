/** The system schemas that relationships can lead to. */

export interface SystemSchema {
  /** The field that a relationship leads to when it names none. */
  id: string;
}

const SCHEMAS: ReadonlyMap<string, SystemSchema> = new Map([
  ['contacts', { id: 'id_contact' }],
  ['products', { id: 'product_id' }],
]);

export function systemSchema(name: string): SystemSchema | undefined {
  return SCHEMAS.get(name);
}
