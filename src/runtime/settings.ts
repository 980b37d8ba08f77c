import type { Integration, RawSettings } from '../connector/types.js';
import { SpmError } from '../errors.js';

/** @throws SpmError SPM_SETTINGS_INVALID with the connector's own message and the given hint */
export function parseSettings<S>(integration: Integration<S>, raw: RawSettings, hint: string): S {
  try {
    return integration.parseSettings(raw);
  } catch (cause) {
    throw new SpmError('SPM_SETTINGS_INVALID', 'The connector rejected the settings', {
      cause,
      hint,
    });
  }
}
