/** State access in the kit's form, where the installation's id may be the first argument. */
import { SpmError } from '../../errors.js';
import type { StateAccess, StateMeta } from '../contexts.js';

/** The values of one installation by key. */
export interface InstallationState {
  /** The text as it was written; null without one. */
  get(key: string): Promise<string | null>;
  /** Throws SPM_CONNECTOR_INVALID when the text is not JSON. */
  getJson<T = unknown>(key: string): Promise<T | null>;
  /** A value that an earlier release stored as JSON and that was not written since; otherwise null. */
  getFormer(key: string): Promise<unknown>;
  set(key: string, text: string): Promise<void>;
  setJson(key: string, value: unknown): Promise<void>;
  setSecret(key: string, text: string): Promise<void>;
  delete(key: string): Promise<void>;
  list(): Promise<StateMeta[]>;
}

/** Accepts every call with and without the id. Throws SPM_CONNECTOR_INVALID for the id of another installation. */
export function withStateForms(installationId: string, state: InstallationState): StateAccess {
  const own = <G extends unknown[]>(given: unknown[], count: number): G => {
    if (given.length <= count) return given as G;
    if (given[0] !== installationId) throw otherInstallation(installationId, given[0]);
    return given.slice(1) as G;
  };
  const access = {
    get: async (...given: unknown[]) => state.get(...own<[string]>(given, 1)),
    getJson: async (...given: unknown[]) => state.getJson(...own<[string]>(given, 1)),
    delete: async (...given: unknown[]) => state.delete(...own<[string]>(given, 1)),
    set: async (...given: unknown[]) => {
      const [key, value] = own<[string, unknown]>(given, 2);
      return state.set(key, textOf(key, value));
    },
    setJson: async (...given: unknown[]) => state.setJson(...own<[string, unknown]>(given, 2)),
    setSecret: async (...given: unknown[]) => {
      const [key, value] = own<[string, unknown]>(given, 2);
      return state.setSecret(key, textOf(key, value));
    },
    listMeta: async (...given: unknown[]) => state.list(...own<[]>(given, 0)),
  };
  return access as StateAccess;
}

/** A number becomes its digits, as it would in a text column. */
function textOf(key: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  throw new SpmError('SPM_CONNECTOR_INVALID', `The state ${key} cannot be set to this value`, {
    cause: `values of the state must be texts, but it is ${value === null ? 'null' : `of type ${typeof value}`}`,
    hint: 'Keep other values with ctx.state.setJson and getJson; remove one with ctx.state.delete.',
  });
}

function otherInstallation(own: string, given: unknown): SpmError {
  return new SpmError('SPM_CONNECTOR_INVALID', 'The state of another installation cannot be used', {
    cause: `this is the context of ${own}, but the call names ${JSON.stringify(given)}`,
    hint: 'Pass ctx.installationId, or leave the id out: ctx.state.get(key), ctx.state.set(key, value).',
  });
}
