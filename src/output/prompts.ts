/** Questions to a person, on stderr, so that stdout stays clean. */
import type { Prompter } from '../commands/types.js';
import { SpmError } from '../errors.js';
import { visible } from '../visible.js';

export function makePrompter(): Prompter {
  const clack = () => import('@clack/prompts');
  const output = process.stderr;
  return {
    async text({ message, initial, validate }) {
      const { isCancel, text } = await clack();
      const answer = await text({
        message: visible(message),
        output,
        ...(initial === undefined ? {} : { placeholder: visible(initial), defaultValue: initial }),
        ...(validate === undefined
          ? {}
          : {
              validate: (value) => {
                const problem = validate(value || (initial ?? ''));
                return problem === undefined ? undefined : visible(problem);
              },
            }),
      });
      return isCancel(answer) ? cancelled() : answer;
    },
    async select({ message, options, initial }) {
      const { isCancel, select } = await clack();
      const answer = await select<string>({
        message: visible(message),
        output,
        options: options.map(({ value, label, hint }) => ({
          value,
          label: visible(label),
          ...(hint ? { hint: visible(hint) } : {}),
        })),
        ...(initial === undefined ? {} : { initialValue: initial }),
      });
      if (isCancel(answer)) return cancelled();
      const chosen = options.find((option) => option.value === answer);
      return chosen?.value ?? cancelled();
    },
    async secret({ message }) {
      const { isCancel, password } = await clack();
      const answer = await password({ message: visible(message), output });
      return isCancel(answer) ? cancelled() : answer;
    },
    async confirm({ message, initial }) {
      const { confirm, isCancel } = await clack();
      const answer = await confirm({
        message: visible(message),
        output,
        initialValue: initial ?? false,
      });
      return isCancel(answer) ? cancelled() : answer;
    },
  };
}

function cancelled(): never {
  throw new SpmError('SPM_CANCELLED', 'Cancelled', { hint: 'Nothing was changed.' });
}
