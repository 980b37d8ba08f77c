import type { InstallationState } from '../../state.js';

/** State for dry runs: writes are visible to later reads of this run and then dropped. */
export function dryRunState(state: InstallationState): InstallationState {
  const written = new Map<string, string | null>();
  const set = async (key: string, text: string | null) => {
    written.set(key, text);
  };
  const get = async (key: string) =>
    written.has(key) ? (written.get(key) ?? null) : state.get(key);
  return {
    get,
    set,
    getJson: async <T>(key: string) => {
      const text = written.has(key) ? await get(key) : undefined;
      if (text === undefined) return state.getJson<T>(key);
      return text === null ? null : (JSON.parse(text) as T);
    },
    getFormer: (key) => (written.has(key) ? get(key) : state.getFormer(key)),
    setJson: (key, value) => set(key, JSON.stringify(value) ?? 'null'),
    setSecret: set,
    delete: (key) => set(key, null),
    list: () => state.list(),
  };
}
