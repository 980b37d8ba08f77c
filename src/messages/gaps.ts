/** Why a part of a connector is unknown to `lint --no-run`. */
export const GAPS = {
  accessor: 'a getter returns it',
  ambiguous: 'the import can lead to several files',
  argument: 'it depends on an argument of the function',
  call: 'a function call returns it',
  changed: 'code may change it later',
  computed: 'code computes it',
  configuration: 'the configuration is code: settings that are not literals have their defaults',
  export: 'the module has no visible export of that name',
  functions: 'rules that call functions of the connector are left out',
  limit: 'it is too large to read',
  missing: 'the import leads to no file of the project',
  outside: 'it leads out of the project',
  package: 'it comes from a package',
  statements: 'the function does more than return a value',
  unreadable: 'the file cannot be read',
} as const satisfies Record<string, string>;

/** Stable: programs look at these codes. */
export type GapCode = keyof typeof GAPS;

/** `rest`: only a part of the value is unknown. */
export function gapSentence(
  { code, detail }: { code: GapCode; detail?: string | undefined },
  rest: boolean,
): string {
  const text = detail === undefined ? GAPS[code] : `${GAPS[code]} (${detail})`;
  return rest ? `it may have more: ${text}` : text;
}
