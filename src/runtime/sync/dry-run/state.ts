import type { StateAccess } from '../../../connector/types.js';

/** State whose writes are kept for the reader of the same run alone, and then forgotten. */
export function passingState(state: StateAccess): StateAccess {
  const written = new Map<string, unknown>();
  const set = async (key: string, value: unknown) => {
    written.set(key, structuredClone(value));
  };
  return {
    get: async <T>(key: string) =>
      (written.has(key) ? structuredClone(written.get(key)) : await state.get(key)) as T | null,
    set,
    setSecret: set,
    delete: (key) => set(key, null),
  };
}
