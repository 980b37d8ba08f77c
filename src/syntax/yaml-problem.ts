/** Maps the errors of the YAML parser to our codes. */
import type { YAMLParseError } from 'yaml';
import type { MessageCode } from '../messages/index.js';

type YamlCode = Extract<MessageCode, `yaml-${string}`> | 'several-documents';

const CODES: Readonly<Record<string, YamlCode>> = {
  ALIAS_PROPS: 'yaml-alias',
  BAD_ALIAS: 'yaml-anchor',
  BAD_COLLECTION_TYPE: 'yaml-tag',
  BAD_DIRECTIVE: 'yaml-directive',
  BAD_DQ_ESCAPE: 'yaml-escape',
  BAD_INDENT: 'yaml-indent',
  BAD_PROP_ORDER: 'yaml-anchor',
  BAD_SCALAR_START: 'yaml-character',
  BLOCK_AS_IMPLICIT_KEY: 'yaml-structure',
  BLOCK_IN_FLOW: 'yaml-structure',
  KEY_OVER_1024_CHARS: 'yaml-key',
  MULTILINE_IMPLICIT_KEY: 'yaml-key',
  MULTIPLE_ANCHORS: 'yaml-anchor',
  MULTIPLE_DOCS: 'several-documents',
  MULTIPLE_TAGS: 'yaml-tag',
  NON_STRING_KEY: 'yaml-key',
  TAB_AS_INDENT: 'yaml-tab',
  TAG_RESOLVE_FAILED: 'yaml-tag',
  UNEXPECTED_TOKEN: 'yaml-unexpected',
};

/** The parser has one code for every missing character. */
const MISSING: readonly [RegExp, YamlCode][] = [
  [/quote/, 'yaml-quote'],
  [/^Implicit map keys|, or : between/, 'yaml-colon'],
  [/^Flow|\bmust (?:be|end)\b.*[\]}]/, 'yaml-flow'],
  [/^Missing ,/, 'yaml-comma'],
  [/space/, 'yaml-space'],
];

export function yamlCode({ code, message }: Pick<YAMLParseError, 'code' | 'message'>): YamlCode {
  const missing = MISSING.find(([pattern]) => pattern.test(message))?.[1];
  if (code === 'MISSING_CHAR' || missing === 'yaml-flow') return missing ?? 'yaml-structure';
  return CODES[code] ?? 'yaml-invalid';
}
