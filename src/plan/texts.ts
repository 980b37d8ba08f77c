import { child } from '../connector/path.js';
import { MAX_NAME_LENGTH, MAX_TEXT_LENGTH } from './limits.js';
import type { Placed } from './reader.js';
import type { PlanView } from './view.js';

/** The use of a text. Names are short, and people identify things by them. */
export interface TextUse {
  isName: boolean;
  /** How many characters it may have. */
  max: number;
}

const NAME: TextUse = { isName: true, max: MAX_NAME_LENGTH };
const DESCRIPTION: TextUse = { isName: false, max: MAX_TEXT_LENGTH };

/**
 * The names, labels and descriptions of a plan that `isWrong` rejects. Other rules check names of fields, code names and
 * languages.
 */
export function wrongTexts(
  plan: PlanView,
  isWrong: (value: string, use: TextUse) => boolean,
): (Placed<string> & TextUse)[] {
  const found: (Placed<string> & TextUse)[] = [];
  const look = (path: string, key: string, value: string | undefined, use: TextUse) => {
    if (value !== undefined && isWrong(value, use)) {
      found.push({ path: child(path, key), value, ...use });
    }
  };
  for (const { path, key, label } of plan.sources) {
    look(path, 'key', key, NAME);
    look(`${path}.decl`, 'label', label, NAME);
  }
  for (const { path, name, description } of plan.definitions) {
    look(path, 'name', name, NAME);
    look(path, 'description', description, DESCRIPTION);
  }
  for (const { path, label, description } of plan.fields) {
    look(path, 'label', label, NAME);
    look(path, 'description', description, DESCRIPTION);
  }
  for (const { path, languages } of plan.events) {
    for (const { language, text } of languages) look(`${path}.name`, language, text.value, NAME);
  }
  for (const { path, statusId, name } of plan.orderStatuses) {
    look(path, 'status_id', statusId, NAME);
    look(path, 'name', name, NAME);
  }
  return found;
}
