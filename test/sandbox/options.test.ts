import { expect, it } from 'vitest';
import { type SandboxOptions, startSandbox } from '../../src/sandbox/index.ts';

it.each([
  [{ readdelay: '2s' }, /no option 'readdelay'/, 'Did you mean readDelay?'],
  [{ zzzzzzzz: 1 }, /no option/, 'Remove it.'],
  [{ seed: -1 }, /seed cannot be '-1'/, undefined],
  [{ seed: 1.5 }, /seed cannot be/, undefined],
  [{ seed: '1' }, /seed cannot be/, undefined],
  [{ port: 65_536 }, /port cannot be '65536'/, undefined],
  [{ port: -1 }, /port cannot be/, undefined],
])('refuses %j', async (options, message, hint) => {
  const error = await startSandbox(options as SandboxOptions).catch((e: unknown) => e);
  expect(error).toMatchObject({
    code: 'SPM_INVALID_VALUE',
    message: expect.stringMatching(message),
    ...(hint === undefined ? {} : { hint }),
  });
});
