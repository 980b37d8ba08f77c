import { expect, it } from 'vitest';
import { lintWidget } from './lint-connector.js';

const targets = (given: unknown) => lintWidget('connector/widget-targets', { targets: given });

it('accepts every target there is', () => {
  expect(targets(['email_template', 'popup', 'smart_content', 'stats_dashboard'])).toEqual([]);
});

it.each([
  [undefined, 'targets: wrong-type expected=targets'],
  [[], 'targets: wrong-type expected=targets'],
  ['popup', 'targets: wrong-type expected=targets'],
  [['pop-up'], 'targets[0]: unknown-widget-target name=pop-up suggestion=popup'],
  [['toaster'], 'targets[0]: unknown-widget-target name=toaster'],
  [['popup', 'popup'], 'targets[1]: listed-twice name=popup'],
  [[{}], 'targets[0]: wrong-type expected=text'],
])('refuses %j', (given, text) => {
  expect(targets(given)).toEqual([expect.stringContaining(text)]);
});
