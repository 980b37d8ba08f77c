/**
 * The wording of every problem that lint and the checks of the authoring contract find, by its code. Codes are stable:
 * people and programs look at them; sentences may change.
 */
import { CONNECTOR } from './connector.js';
import { LINT } from './lint.js';
import { PLAN } from './plan.js';
import { PLAN_FILE } from './plan-file.js';
import type { Sentence, Wording } from './sentence.js';
import { SETTINGS } from './settings.js';
import { VALUES } from './values.js';

export type { Expected } from './expected.js';
export { type FieldValue, fieldValueText } from './field-values.js';
export { GAPS, type GapCode, gapSentence } from './gaps.js';
export type { Sentence } from './sentence.js';
export { type SettingFault, settingFaultText } from './settings.js';

export const MESSAGES = {
  ...VALUES,
  ...SETTINGS,
  ...PLAN,
  ...PLAN_FILE,
  ...CONNECTOR,
  ...LINT,
};

export type MessageCode = keyof typeof MESSAGES;

export type ArgsOf<C extends MessageCode> = Parameters<(typeof MESSAGES)[C]>[0];

export type Arg = string | number | boolean | readonly string[] | undefined;

/** A problem as data: the code of its sentence, and the values in it. */
export interface Message {
  code: MessageCode;
  args: Readonly<Record<string, Arg>>;
}

/** The message of this code, with the arguments that its sentence needs. */
export function message<C extends MessageCode>(code: C, args: ArgsOf<C>): Message {
  return { code, args: args as Message['args'] };
}

/** The sentence of a message. `it` names the value that has the problem. */
export function sentenceOf({ code, args }: Message, it: string): Sentence {
  const wording = MESSAGES[code] as Wording<Message['args']>;
  const said = wording(args, it);
  return typeof said === 'string' ? { message: said } : said;
}

/** The sentence with the place of the problem in it, or before it. */
export function placedSentence(message: Message, place: string): Sentence {
  const sentence = sentenceOf(message, place);
  if (place === '' || sentence.message.startsWith(place)) return sentence;
  return { ...sentence, message: `${place}: ${sentence.message}` };
}
