import { SpmError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { SandboxAnswer } from './sandbox-ask.js';
import type { SandboxExit } from './sandbox-exec.js';
import type { SandboxEvent } from './sandbox-serve.js';
import type { Command, Invocation, OptionSpec, Report } from './types.js';

export type SandboxData = SandboxEvent | SandboxExit | SandboxAnswer;

type Action = (invocation: Invocation, words: readonly string[]) => Promise<Report<SandboxData>>;

const ACTIONS: Record<string, Action> = {
  exec: async (...given) => (await import('./sandbox-exec.js')).exec(...given),
  requests: async (...given) => (await import('./sandbox-ask.js')).requests(...given),
  state: async (...given) => (await import('./sandbox-ask.js')).state(...given),
  reset: async (...given) => (await import('./sandbox-ask.js')).reset(...given),
};

const options: readonly OptionSpec[] = [
  {
    flags: '--port <port>',
    description: 'port to listen on; 0 takes a free one (default: 5500, or a free one if taken)',
    type: 'integer',
    range: [0, 65_535],
  },
  {
    flags: '--host <host>',
    description: 'address to listen on (default: 127.0.0.1, this machine only)',
  },
  {
    flags: '--key <key>',
    description: 'the API key that works, 20 to 64 letters, digits and hyphens (default: made up)',
    type: 'name',
  },
  { flags: '--data <file>', description: 'keep the data in this file instead of in memory' },
  {
    flags: '--seed <n>',
    description: 'fill it with the shop data of this number',
    type: 'integer',
  },
  {
    flags: '--read-delay <time>',
    description: 'let reads see queued writes only after this time, such as 2s or 500ms',
  },
  { flags: '--latency <ms>', description: 'wait before every answer: 50, or 20..80' },
  { flags: '--rate-limit <rate>', description: 'answer 429 to more than this, such as 10/s' },
  {
    flags: '--fault <spec>',
    description: "make requests fail, such as 'POST /v1/customers 5% 500'; may be repeated",
    repeatable: true,
  },
  {
    flags: '--fault-seed <n>',
    description: 'repeat the chances of an earlier run',
    type: 'integer',
  },
  {
    flags: '--url <url>',
    description:
      'the sandbox that requests, state and reset ask (default: the target when it is a URL, else http://127.0.0.1:5500)',
  },
  {
    flags: '--limit <n>',
    description: 'how many rows requests and state show',
    type: 'integer',
    default: 50,
  },
];

export const command: Command = {
  spec: {
    name: 'sandbox',
    summary: 'run the embedded ShopiMind API on its own',
    description: [
      'Serves on this machine only, unless --host says otherwise, until it is interrupted. Point a connector at it with --target and SPM_ACCESS_TOKEN, or any SDK client with its base URL and key.',
      '`sandbox exec -- CMD...` starts one on a free port, runs the command with SPM_TARGET, SPM_ACCESS_TOKEN and SHOPIMIND_CORE_API_BASE set, and ends with its exit code. `sandbox requests`, `sandbox state [RESOURCE]` and `sandbox reset` ask one that runs.',
      'A fault is METHOD PATH [CHANCE%] and one of: a status from 400 to 599, reset-before, reset-after, truncate, slow=MS, timeout; then retry-after=SECONDS, times=N. In a path, * stands for anything.',
    ].join('\n\n'),
    streaming: true,
    arguments: [
      {
        syntax: '[action]',
        description: `${Object.keys(ACTIONS).join(', ')}; without one it serves`,
      },
      { syntax: '[words...]', description: 'the command of exec, or the resource of state' },
    ],
    options,
    examples: [
      { command: 'spm-connect sandbox', description: 'an empty shop in memory' },
      {
        command: 'spm-connect sandbox --port 5500 --data shop.sqlite',
        description: 'a shop that is still there next time, with the same key',
      },
      {
        command: "spm-connect sandbox exec --fault 'POST /v1/* 5% 503' -- npm test",
        description: 'tests against an API that fails now and then',
      },
      {
        command: 'spm-connect sandbox requests --limit 10',
        description: 'what was sent to it last',
      },
    ],
  },
  async run(invocation) {
    const [name, ...words] = invocation.args;
    if (name === undefined) return (await import('./sandbox-serve.js')).serve(invocation);
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) throw unknownAction(name);
    return action(invocation, words);
  },
};

function unknownAction(name: string): SpmError {
  const guess = nearest(name, Object.keys(ACTIONS));
  return new SpmError('SPM_INVALID_VALUE', `sandbox cannot '${name}'`, {
    cause: `it knows ${Object.keys(ACTIONS).join(', ')}`,
    hint: guess
      ? `Did you mean \`spm-connect sandbox ${guess}\`?`
      : 'To run a command with a sandbox: `spm-connect sandbox exec -- CMD...`.',
  });
}
