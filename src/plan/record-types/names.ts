/** Names for TypeScript. */
import { unseen } from '../../visible.js';

/** `Loyalty card` -> `LoyaltyCard`; letters of every script are kept. */
export function typeName(name: string): string {
  const words = name
    .normalize('NFC')
    .replace(unseen('g'), ' ')
    .split(/(?:\P{ID_Continue}|\p{Pc})+/u);
  const joined = words.map(capitalised).join('');
  if (joined === '') return 'Unnamed';
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}

function capitalised(word: string): string {
  const [first = '', ...rest] = word;
  return first.toUpperCase() + rest.join('');
}

/** One name for each, in order: if several would be equal, the later ones get a number. */
export function uniqueTypeNames(names: readonly string[], reserved: readonly string[]): string[] {
  const taken = new Set(reserved);
  return names.map((name) => {
    const wanted = typeName(name);
    let free = wanted;
    for (let number = 2; taken.has(free); number++) free = `${wanted}${number}`;
    taken.add(free);
    return free;
  });
}
