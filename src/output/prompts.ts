/** Questions to a person, on stderr, so that stdout stays clean. */
import type { Prompter } from '../commands/types.js';
import { SpmError } from '../errors.js';

export function makePrompter(): Prompter {
  const clack = () => import('@clack/prompts');
  const output = process.stderr;
  return {
    async text({ message, initial, validate }) {
      const { isCancel, text } = await clack();
      const answer = await text({
        message,
        output,
        ...(initial === undefined ? {} : { placeholder: initial, defaultValue: initial }),
        ...(validate === undefined
          ? {}
          : {
              validate: (value) =>
                validate(value === undefined || value === '' ? (initial ?? '') : value),
            }),
      });
      return isCancel(answer) ? cancelled() : answer;
    },
    async select({ message, options, initial }) {
      const { isCancel, select } = await clack();
      const answer = await select<string>({
        message,
        output,
        options: options.map(({ value, label, hint }) => ({
          value,
          label,
          ...(hint ? { hint } : {}),
        })),
        ...(initial === undefined ? {} : { initialValue: initial }),
      });
      if (isCancel(answer)) return cancelled();
      const chosen = options.find((option) => option.value === answer);
      return chosen?.value ?? cancelled();
    },
    async secret({ message }) {
      const { isCancel, password } = await clack();
      const answer = await password({ message, output });
      return isCancel(answer) ? cancelled() : answer;
    },
    async confirm({ message, initial }) {
      const { confirm, isCancel } = await clack();
      const answer = await confirm({ message, output, initialValue: initial ?? false });
      return isCancel(answer) ? cancelled() : answer;
    },
  };
}

function cancelled(): never {
  throw new SpmError('SPM_CANCELLED', 'Cancelled', { hint: 'Nothing was changed.' });
}
