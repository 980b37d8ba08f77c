import type { Integration, RawSettings } from '../connector/types.js';
import { causeText, SpmError } from '../errors.js';
import { redactText } from './security/redact.js';

/**
 * @param secrets Taken out of what the connector says.
 * @throws SpmError SPM_SETTINGS_INVALID with the connector's own message and the given hint
 */
export function parseSettings<S>(
  integration: Integration<S>,
  raw: RawSettings,
  hint: string,
  secrets: readonly string[] = [],
): S {
  try {
    return integration.parseSettings(raw);
  } catch (cause) {
    throw new SpmError('SPM_SETTINGS_INVALID', 'The connector refuses the settings', {
      cause: secrets.length === 0 ? cause : redactText(causeText(cause) ?? '', { secrets }),
      hint,
    });
  }
}
