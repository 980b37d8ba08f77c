/** Reads an access token from a source that other users cannot see. */
import { SpmError } from '../../errors.js';
import type { Diagnostic, Invocation, OptionSpec } from '../types.js';

export const TOKEN_STDIN: OptionSpec = {
  flags: '--token-stdin',
  description: 'read the token from standard input only, however long that takes',
};

export type TokenOrigin = 'stdin' | 'environment' | 'prompt';

export interface GivenToken {
  token: string;
  from: TokenOrigin;
}

/** How long to wait for the first byte of a pipe: some processes start their children with one and never write to it. */
const PATIENCE_MS = 10_000;

/** Letters, digits and hyphens, as the platform documents. Tokens of another form exist too. */
const USUAL_FORM = /^[a-zA-Z0-9-]{20,64}$/;

/**
 * From standard input if something is piped in, else from SPM_ACCESS_TOKEN, else typed at a terminal. With
 * --token-stdin, only from standard input. Null without a token.
 * @throws SpmError SPM_INVALID_VALUE for an invalid token; the message never contains it
 */
export async function readToken(invocation: Invocation): Promise<GivenToken | null> {
  const given = await readGiven(invocation);
  invocation.redactor.learn(given?.token);
  return given;
}

async function readGiven(invocation: Invocation): Promise<GivenToken | null> {
  const { options, env, interactive, input, prompt } = invocation;
  if (options.tokenStdin) return checked(await input(), 'stdin');
  const piped = checked(await input(PATIENCE_MS), 'stdin');
  if (piped !== null) return piped;
  if (env.SPM_ACCESS_TOKEN) return checked(env.SPM_ACCESS_TOKEN, 'environment');
  return interactive ? checked(await prompt.secret({ message: 'Access token' }), 'prompt') : null;
}

/** @throws SpmError SPM_MISSING_INPUT */
export function required(given: GivenToken | null, command: string): GivenToken {
  if (given !== null) return given;
  throw new SpmError('SPM_MISSING_INPUT', 'No access token was given', {
    cause: 'standard input is empty, and SPM_ACCESS_TOKEN is not set',
    hint: `Pipe it: \`${command} < token.txt\`.`,
  });
}

/** A warning for a token that will probably not work. */
export function unusualTokenWarnings({ token }: GivenToken): Diagnostic[] {
  if (USUAL_FORM.test(token)) return [];
  return [
    {
      severity: 'warning',
      code: 'unusual-token',
      message: `The access token does not have the usual form (${token.length} characters)`,
      hint: 'A token usually has 20 to 64 letters, digits and hyphens. Check that it is complete.',
    },
  ];
}

function checked(text: string | null, from: TokenOrigin): GivenToken | null {
  const token = (text ?? '').trim();
  if (token === '') return null;
  if (/^[\x21-\x7e]+$/.test(token)) return { token, from };
  throw new SpmError('SPM_INVALID_VALUE', 'The access token is invalid', {
    cause: /\s/.test(token) ? 'it contains white space' : 'it contains characters other than ASCII',
    hint: 'Pass only the token; a newline at its end is allowed.',
  });
}
