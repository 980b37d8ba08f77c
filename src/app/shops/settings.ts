/** The settings of a shop, as the connector's parseSettings returns them. */
import type { RawSettings, StateAccess } from '../../connector/types.js';
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

/** The merchant's settings as activation stored them: a value for the key of each field. */
export async function merchantSettings(
  { integration, redactor }: Pick<ShopInput, 'integration' | 'redactor'>,
  state: StateAccess,
): Promise<RawSettings> {
  const { fieldsOf } = await import('../../config/fixtures.js');
  const { parseSettings } = await import('../../runtime/settings.js');
  const { learnSettings } = await import('../../runtime/installations/settings.js');
  const fields = fieldsOf(integration.configSchema);
  const settings: RawSettings = {};
  for (const { key } of fields) {
    const value = await state.get(key);
    if (value !== null) settings[key] = value;
  }
  learnSettings(redactor, integration, settings);
  return parseSettings(
    integration,
    settings,
    'Store the settings with `spm-connect installations add --settings FILE --update`, or let the merchant activate the connector.',
  );
}
