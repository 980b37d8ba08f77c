/** The settings of a shop, as the connector's parseSettings returns them. */
import type { RawSettings } from '../../connector/types.js';
import type { InstallationState } from '../../runtime/state.js';
import type { ShopInput } from './shop.js';

/** Without a merchant, the settings are the form's defaults plus the first fixture. */
export async function localSettings({
  config,
  integration,
  redactor,
}: ShopInput): Promise<RawSettings> {
  const { readFixtures, settingsFromFixture } = await import('../../config/fixtures.js');
  const { parseSettings } = await import('../../runtime/settings.js');
  const { learnSettings } = await import('../../runtime/installations/settings.js');
  const [first] = await readFixtures(config);
  const settings = settingsFromFixture(integration, first);
  learnSettings(redactor, integration, settings);
  return parseSettings(
    integration,
    settings,
    "Correct the first file of lint.settings: it has the settings of the sandbox's shop.",
  );
}

/** The merchant's settings as activation stored them. */
export async function merchantSettings(
  { integration, redactor }: Pick<ShopInput, 'integration' | 'redactor'>,
  state: InstallationState,
): Promise<RawSettings> {
  const { fieldsOf } = await import('../../config/fixtures.js');
  const { parseSettings } = await import('../../runtime/settings.js');
  const { learnSettings } = await import('../../runtime/installations/settings.js');
  const { readStoredSettings } = await import('../../runtime/installations/stored-settings.js');
  const settings = await readStoredSettings(state, fieldsOf(integration.configSchema));
  learnSettings(redactor, integration, settings);
  return parseSettings(
    integration,
    settings,
    'Store the settings with `spm-connect installations add --settings FILE --update`, or let the merchant activate the connector.',
  );
}
