/** Problems that lint meets around the rules: loading, comments, its configuration. */
import { didYouMean, say } from './sentence.js';

const LIST_RULES = 'Run `spm-connect lint --list-rules` to see all rules.';

export interface Reason {
  /** Whether lint had settings to evaluate the plan with. */
  settings: boolean;
}

/** In a form that every kind of configuration file takes. */
const FIXTURE_ENTRY = '"lint": { "settings": ["./fixtures/settings.json"] }';

const when = ({ settings }: Reason): string =>
  `the plan cannot be evaluated ${settings ? 'with these settings' : 'without settings'}`;

const ON_SETTINGS_ALONE =
  'Make the plan depend only on the settings, and call the partner in sync steps.';

export const LINT = {
  'unknown-rule': ({ name, suggestion }: { name: string; suggestion?: string | undefined }) =>
    say(`there is no rule "${name}"`, didYouMean(suggestion) ?? LIST_RULES),
  'no-rule-named': ({ word }: { word: string }) =>
    say('the comment names no rule', `Write \`${word} RULE\`.`),
  'unused-disable': ({ name, line }: { name: string; line?: number | undefined }) =>
    say(
      `${name} finds nothing ${line === undefined ? 'below this comment' : `on line ${line}`}`,
      'Remove the rule from the comment.',
    ),
  'plan-needs': ({ used, needs, ...reason }: Reason & { used: string; needs: string }) =>
    say(`${when(reason)}: ${used} needs ${needs}, and lint has none`, ON_SETTINGS_ALONE),
  'plan-late': ({ seconds, ...reason }: Reason & { seconds: number }) =>
    say(`${when(reason)}: it did not end after ${seconds} s`, ON_SETTINGS_ALONE),
  'plan-throws': ({ reason, file, ...given }: Reason & Throws) =>
    say(
      `${when(given)}: ${reason}`,
      given.settings
        ? `Correct ${file}, or how the connector reads these settings.`
        : `Write settings that work to fixtures/settings.json, and add ${FIXTURE_ENTRY} to ${file}.`,
    ),
  'load-failed': ({ error, cause, hint }: LoadFailure) =>
    say(cause === undefined ? error : `${error}: ${cause}`, hint),
};

export interface Throws {
  reason: string;
  /** The settings, or else the configuration that could name some. */
  file: string;
}

export interface LoadFailure {
  /** In the words of the error that stopped loading. */
  error: string;
  cause?: string | undefined;
  hint?: string | undefined;
}
