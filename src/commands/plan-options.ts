/** What commands about one plan have in common. */
import type { ArgumentSpec, OptionSpec } from './types.js';

export const PLAN_ARGUMENT: ArgumentSpec = {
  syntax: '[path]',
  description:
    'a connector module, a plan file, or a folder with a configuration (default: the connector of the configuration)',
};

export const SETTINGS: OptionSpec = {
  flags: '--settings <file>',
  description:
    'JSON file with settings, for a plan that depends on them (default: the first of lint.settings)',
};
