import { expect, it } from 'vitest';
import * as limits from '../../src/plan/limits.js';
import * as sandbox from '../../src/sandbox/choices.js';

it('holds plans to the limits of the sandbox', () => {
  expect(limits).toMatchObject({
    MAX_NAME_LENGTH: sandbox.MAX_LABEL_LENGTH,
    MAX_TEXT_LENGTH: sandbox.MAX_STRING_LENGTH,
    MAX_DEFINITION_FIELDS: sandbox.MAX_DEFINITION_FIELDS,
    MAX_UNIQUE_KEYS: sandbox.MAX_UNIQUE_KEYS,
    MAX_JSON_DEPTH: sandbox.MAX_JSON_DEPTH,
    FIELD_NAME: sandbox.FIELD_NAME_PATTERN,
    EVENT_CODE_NAME: sandbox.EVENT_CODE_PATTERN,
    LANGUAGE: sandbox.LANG_PATTERN,
    DATA_SOURCE_TYPES: sandbox.DATA_SOURCE_TYPES,
  });
});
