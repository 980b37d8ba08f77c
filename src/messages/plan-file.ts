/** Problems of files that cannot be read as YAML or JSON. */
import { say } from './sentence.js';

const SHAPE = 'A plan has customData, dataSources, events or orderStatuses.';

export const PLAN_FILE = {
  'file-empty': (_: object) => say('the file is empty', SHAPE),
  'no-plan': (_: object) => say('the file contains no plan', SHAPE),
  'file-too-large': ({ limit }: { limit: string }) => `the file is larger than ${limit}`,
  'yaml-not-plain': ({ limit }: { limit: string }) =>
    say(
      `the YAML is not plain from here on, and larger than ${limit}`,
      'Correct it, if it is a mistake; write it without anchors, aliases and tags; or write the plan as JSON.',
    ),
  'too-deep': (_: object) => 'the values are nested too deeply',
  'not-utf-8': (_: object) => say('the file is not UTF-8 text', 'Save it with the encoding UTF-8.'),
  'several-documents': (_: object) =>
    say('the file contains several documents', 'Keep one: a plan is one document.'),
  'repeated-key': ({ key }: { key: string }) => `the key "${key}" is here twice`,
  'unknown-anchor': ({ name }: { name: string }) =>
    `there is no anchor "${name}" before this alias`,
  'too-many-aliases': ({ max }: { max: string }) => `the aliases stand for more than ${max} values`,

  'json-value': (_: object) => 'a value is missing here',
  'json-word': (_: object) =>
    say(
      'this word is not JSON',
      'Write texts in double quotes. Other words are true, false, null.',
    ),
  'json-bad-number': (_: object) => 'this number is not written as JSON allows',
  'json-property': (_: object) => 'a key in double quotes is missing here',
  'json-colon': (_: object) => 'a colon is missing here',
  'json-comma': (_: object) => 'a comma is missing here',
  'json-brace': (_: object) => 'the closing brace } is missing here',
  'json-bracket': (_: object) => 'the closing bracket ] is missing here',
  'json-end': (_: object) => 'the JSON ends before this',
  'json-comment': (_: object) => say('JSON has no comments', 'Remove the comment.'),
  'json-open-text': (_: object) => 'this text has no closing quote on its line',
  'json-unicode': (_: object) => 'this \\u needs four hexadecimal digits',
  'json-escape': (_: object) => 'JSON has no such escape',
  'json-character': (_: object) => 'this character must be written as an escape, such as \\n',
  'json-invalid': (_: object) => 'this is not JSON',

  'yaml-alias': (_: object) => 'an alias cannot have an anchor or a tag',
  'yaml-anchor': (_: object) => 'this anchor is not written as YAML allows',
  'yaml-indent': (_: object) =>
    say(
      'this line is not indented as YAML expects',
      'Indent the entries of one map or list alike.',
    ),
  'yaml-structure': (_: object) =>
    say('this map or list is not written as YAML allows', 'Check its indentation and its colons.'),
  'yaml-key': (_: object) => 'a key must be a text on one line',
  'yaml-flow': (_: object) =>
    say(
      'the brackets [ ] or { } are not closed or not indented',
      'Close them, and indent their lines.',
    ),
  'yaml-directive': (_: object) => 'YAML has no such directive',
  'yaml-block': (_: object) => 'the text after | or > has a wrong header or indentation',
  'yaml-colon': (_: object) =>
    say('this key has no colon with a value', 'Write `key: value`, with a space after the colon.'),
  'yaml-comma': (_: object) => 'a comma is missing between two entries in brackets',
  'yaml-quote': (_: object) => 'this text has no closing quote',
  'yaml-space': (_: object) => say('a space is missing here', 'Write one, as in `- value`.'),
  'yaml-tab': (_: object) => say('a tab cannot indent a line in YAML', 'Indent with spaces.'),
  'yaml-tag': (_: object) => 'this tag cannot be resolved',
  'yaml-escape': (_: object) => 'this escape does not exist in a text in double quotes',
  'yaml-character': (_: object) =>
    say('a text without quotes cannot start with this character', 'Write the text in quotes.'),
  'yaml-unexpected': (_: object) =>
    say('this does not belong here', 'Check the indentation, or write the text in quotes.'),
  'yaml-invalid': (_: object) => 'this is not YAML',
};
