/** What a static reading cannot see, and how that is said: the one place for the codes and their wording. */
import type { SourcePlace } from '../../plan/rule.js';

/** Stable: programs look at these codes. */
export const GAP_TEXTS = {
  accessor: 'a getter gives it',
  ambiguous: 'the import can lead to several files',
  argument: 'it depends on what the function is called with',
  call: 'a function call makes it',
  changed: 'code may change it after it is written',
  computed: 'code computes it',
  configuration: 'the configuration is code; what is not a literal in it has its default',
  export: 'no export of that name can be seen',
  functions: 'rules that call functions of the connector are left out',
  limit: 'it is too large to be read',
  missing: 'the import leads to no file of the project',
  outside: 'it leads out of the project',
  package: 'it comes from a package',
  statements: 'the function does more than return a value',
  unreadable: 'the file cannot be read',
} as const satisfies Record<string, string>;

export type GapCode = keyof typeof GAP_TEXTS;

/** A place where reading ends. */
export interface Gap {
  code: GapCode;
  at: SourcePlace;
  /** More about this one, such as the name of the package. */
  detail?: string;
}

/** `rest`: only a part of the value is not known. */
export function gapText({ code, detail }: Gap, rest: boolean): string {
  const text = detail === undefined ? GAP_TEXTS[code] : `${GAP_TEXTS[code]} (${detail})`;
  return rest ? `it may have more: ${text}` : text;
}
