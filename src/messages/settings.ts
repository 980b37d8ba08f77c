/** What is wrong with a value for a field of the settings form. */
const FAULTS = {
  'not-flat': () => 'must be a text, a number, a boolean or a list of them',
  email: () => 'must be a valid email',
  url: () => 'must be an http or https URL',
  option: () => 'must be one of the options',
  options: () => 'must be a list of the options',
  boolean: () => 'must be a boolean',
  date: () => 'must be an ISO 8601 date',
  string: () => 'must be a string',
  number: () => 'must be a number',
  'min-length': (limit: Limit) => `must have at least ${limit} characters`,
  'max-length': (limit: Limit) => `must have at most ${limit} characters`,
  pattern: (limit: Limit) => `must match ${limit}`,
  min: (limit: Limit) => `must be at least ${limit}`,
  max: (limit: Limit) => `must be at most ${limit}`,
  step: (limit: Limit) => `must be in steps of ${limit}`,
};

type Limit = string | number | undefined;

/** The bound, pattern or step that the value breaks is its `limit`. */
export interface SettingFault {
  fault: keyof typeof FAULTS;
  limit?: string | number | undefined;
}

/** Completes a sentence that starts with the name of the setting. */
export const settingFaultText = ({ fault, limit }: SettingFault): string => FAULTS[fault](limit);

export const SETTINGS = {
  'setting-value': (fault: SettingFault, it: string) => `${it} ${settingFaultText(fault)}`,
};
