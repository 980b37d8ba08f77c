/** Questions to the user, on stderr, so that stdout stays clean. */
import type { Prompter } from '../commands/types.js';
import { SpmError } from '../errors.js';
import type { Redactor } from '../runtime/security/redactor.js';
import { visible } from '../visible.js';

export function makePrompter(redactor: Redactor): Prompter {
  const shown = (text: string) => visible(redactor.hide(text));
  const clack = () => import('@clack/prompts');
  const output = process.stderr;
  return {
    async text({ message, initial, validate }) {
      const { isCancel, text } = await clack();
      const answer = await text({
        message: shown(message),
        output,
        ...(initial === undefined ? {} : { placeholder: shown(initial), defaultValue: initial }),
        ...(validate === undefined
          ? {}
          : {
              validate: (value) => {
                const problem = validate(value || (initial ?? ''));
                return problem === undefined ? undefined : shown(problem);
              },
            }),
      });
      return isCancel(answer) ? cancelled() : answer;
    },
    async select({ message, options, initial }) {
      const { isCancel, select } = await clack();
      const answer = await select<string>({
        message: shown(message),
        output,
        options: options.map(({ value, label, hint }) => ({
          value,
          label: shown(label),
          ...(hint ? { hint: shown(hint) } : {}),
        })),
        ...(initial === undefined ? {} : { initialValue: initial }),
      });
      if (isCancel(answer)) return cancelled();
      const chosen = options.find((option) => option.value === answer);
      return chosen?.value ?? cancelled();
    },
    async secret({ message }) {
      const { isCancel, password } = await clack();
      const answer = await password({ message: shown(message), output });
      return isCancel(answer) ? cancelled() : answer;
    },
    async confirm({ message, initial }) {
      const { confirm, isCancel } = await clack();
      const answer = await confirm({
        message: shown(message),
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
