import { child } from '../../connector/path.js';
import { hinted, isObject, type Problem } from '../../connector/problem.js';
import { didYouMean } from '../../nearest.js';
import { configFieldsOf, configPartsOf, partOf, stepsOf, widgetsOf } from '../parts.js';
import type { Rule } from '../rule.js';

const INTEGRATION =
  'slug meta configSchema parseSettings testConnection provisioning syncSteps remoteData widgets hooks inbound';
const META =
  'name version categories icon_url short_description description requires_external_auth documentation_url';
const FORM = 'steps fields groups';
const PART = 'key label description fields depends_on on_complete';
const FIELD =
  'key type label required help default options owner sensitive supports_variables remote minLength maxLength ' +
  'pattern min max step placeholder';
const STEP = 'entity cursorScope enabled sources tolerateRejects run bulk';
const BULK =
  'entity stream map push batchSize cursorScope enabled sources tolerateRejects advanceTo key position order ' +
  'skipUnchanged trackDeletes concurrency total reads changedAt';
const WIDGET =
  'key name description icon_url preview_image_url targets render_type render_mode image_url_template html_template ' +
  'css_template renderer_key default_width config_schema';

export const connectorKey: Rule = {
  id: 'connector/unknown-key',
  severity: 'warning',
  summary: 'A part of the connector has a key that nothing reads.',
  explain:
    'A misspelt key does nothing and says nothing: `syncStep` is a connector without steps. Other kits may read keys ' +
    'that are unknown here; then turn the rule off in the configuration.',
  check({ integration }) {
    return [
      ...unknown(integration, '', INTEGRATION),
      ...unknown(partOf(integration, 'meta'), 'meta', META),
      ...unknown(partOf(integration, 'configSchema'), 'configSchema', FORM),
      ...configPartsOf(integration)
        .filter(({ path }) => path !== 'configSchema')
        .flatMap(({ path, part }) => unknown(part, path, PART)),
      ...configFieldsOf(integration).flatMap(({ path, field }) => unknown(field, path, FIELD)),
      ...stepsOf(integration).flatMap(({ path, step }) => [
        ...unknown(step, path, STEP),
        ...unknown(partOf(step, 'bulk'), `${path}.bulk`, BULK),
      ]),
      ...widgetsOf(integration).flatMap(({ path, value }) => unknown(value, path, WIDGET)),
    ];
  },
};

function unknown(owner: unknown, path: string, keys: string): Problem[] {
  if (!isObject(owner)) return [];
  const known = keys.split(' ');
  return Object.keys(owner)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const missing = known.filter((name) => owner[name] === undefined);
      const problem = {
        path: child(path, key),
        message: 'is not a key that is read here',
      };
      return hinted(problem, didYouMean(key, missing));
    });
}
