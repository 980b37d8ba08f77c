/** Shared by the commands for one installation. */
import type { App } from '../../app/app.js';
import { knownInstallation } from '../../app/shops/registry.js';
import { causeText, SpmError } from '../../errors.js';
import type { SettingField } from '../../runtime/installations/settings.js';
import type { Installation } from '../../runtime/ports/records.js';
import type { Store } from '../../runtime/ports/store.js';
import type { ArgumentSpec, Diagnostic, Invocation } from '../types.js';

export const ID: ArgumentSpec = { syntax: '<id>', description: 'the id of the installation' };

/** The installation of the argument. @throws SpmError SPM_UNKNOWN_INSTALLATION */
export function namedInstallation({ args }: Invocation, store: Store): Promise<Installation> {
  return knownInstallation(store, args[0] ?? '');
}

/** The fields of the connector's form; empty, with a warning, when the connector cannot be loaded. */
export async function fieldsIfAny(
  app: App,
): Promise<{ fields: SettingField[]; diagnostics: Diagnostic[] }> {
  const { fieldsOf } = await import('../../config/fixtures.js');
  try {
    const { configSchema } = await app.integration();
    return { fields: fieldsOf(configSchema), diagnostics: [] };
  } catch (error) {
    if (!(error instanceof SpmError)) throw error;
    return { fields: [], diagnostics: [warningOf('unknown-fields', error)] };
  }
}

/** A warning for an error that does not stop the command. */
export function warningOf(code: string, error: SpmError): Diagnostic {
  const cause = causeText(error.cause);
  const message = cause === undefined ? error.message : `${error.message}: ${cause}`;
  return { severity: 'warning', code, message, ...(error.hint ? { hint: error.hint } : {}) };
}
