import { expect, it } from 'vitest';
import { lintWidget } from './lint-connector.js';

const targets = (given: unknown) => lintWidget('connector/widget-targets', { targets: given });

it('accepts every target there is', () => {
  expect(targets(['email_template', 'popup', 'smart_content', 'stats_dashboard'])).toEqual([]);
});

it.each([
  [undefined, 'targets: must be a list with at least one target'],
  [[], 'targets: must be a list with at least one target'],
  ['popup', 'targets: must be a list with at least one target'],
  [['pop-up'], 'targets[0]: "pop-up" is not a target. Did you mean "popup"?'],
  [['toaster'], 'targets[0]: "toaster" is not a target. The targets are email_template,'],
  [['popup', 'popup'], 'targets[1]: "popup" is named twice'],
  [[{}], 'targets[0]: must be a text'],
])('refuses %j', (given, text) => {
  expect(targets(given)).toEqual([expect.stringContaining(text)]);
});
