import { child } from '../../connector/path.js';
import { isObject, type Problem, problem } from '../../connector/problem.js';
import { nearest } from '../../nearest.js';
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
  summary: 'The connector has a key that nothing reads.',
  explain:
    'A misspelled key is ignored: a connector with `syncStep` has no steps. If another kit reads a key that is unknown ' +
    'here, turn this rule off in the configuration.',
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
      const unused = known.filter((name) => owner[name] === undefined);
      const suggestion = nearest(key, unused);
      return problem(child(path, key), 'unknown-keys', { keys: [key], known, suggestion });
    });
}
