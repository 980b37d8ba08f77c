/** The settings of a shop, as the connector's parseSettings gives them. */
import type { RawSettings, StateAccess } from '../../connector/types.js';
import type { ShopInput } from './shop.js';

/** There is no merchant here: the form's defaults under the first fixture stand in for one. */
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
    'Correct the first file of lint.settings in the configuration: it stands in for the merchant.',
  );
}

/** What the merchant filled in, as activation stored it: a value under the key of each field. */
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
    'The settings of a shop are stored when its merchant activates the connector, or by `spm-connect installations add --settings FILE`.',
  );
}
