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
    description:
      'port to listen on; 0 means a free port (default: 5500, or a free port if 5500 is in use)',
    type: 'integer',
    range: [0, 65_535],
  },
  {
    flags: '--host <host>',
    description: 'address to listen on (default: 127.0.0.1, this machine only)',
  },
  {
    flags: '--key <key>',
    description: 'the accepted API key: 20 to 64 letters, digits and hyphens (default: random)',
    type: 'name',
  },
  { flags: '--data <file>', description: 'keep the data in this file instead of in memory' },
  {
    flags: '--seed <n>',
    description: 'fill the shop with sample data; the number selects the data',
    type: 'integer',
  },
  {
    flags: '--read-delay <time>',
    description: 'make queued writes visible only after this time, such as 2s or 500ms',
  },
  {
    flags: '--latency <ms>',
    description: 'delay every response by this many milliseconds: 50, or 20..80',
  },
  { flags: '--rate-limit <rate>', description: 'respond with 429 above this rate, such as 10/s' },
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
      'for requests, state and reset: the URL of the sandbox (default: the target if it is a URL, else http://127.0.0.1:5500)',
  },
  {
    flags: '--limit <n>',
    description: 'for requests and state: how many rows to show',
    type: 'integer',
    default: 50,
  },
];

export const command: Command = {
  spec: {
    name: 'sandbox',
    summary: 'run the embedded ShopiMind API',
    description: [
      'Runs until Ctrl-C and accepts connections from this machine only, unless you pass --host. Use it with a connector through --target and SPM_ACCESS_TOKEN, or with any SDK client through its base URL and key.',
      '`sandbox exec -- CMD...` starts a sandbox on a free port, runs the command with SPM_TARGET, SPM_ACCESS_TOKEN and SHOPIMIND_CORE_API_BASE set, and returns its exit code. `sandbox requests`, `sandbox state [RESOURCE]` and `sandbox reset` work on a running sandbox.',
      'A fault is METHOD PATH [CHANCE%], then one of: a status from 400 to 599, reset-before, reset-after, truncate, slow=MS, timeout; then optionally retry-after=SECONDS and times=N. In a path, * matches anything.',
    ].join('\n\n'),
    streaming: true,
    arguments: [
      {
        syntax: '[action]',
        description: `${Object.keys(ACTIONS).join(', ')}; without an action, the sandbox runs`,
      },
      { syntax: '[words...]', description: 'the command of exec, or the resource of state' },
    ],
    options,
    examples: [
      { command: 'spm-connect sandbox', description: 'an empty shop in memory' },
      {
        command: 'spm-connect sandbox --port 5500 --data shop.sqlite',
        description: 'a shop that keeps its data and its key',
      },
      {
        command: "spm-connect sandbox exec --fault 'POST /v1/* 5% 503' -- npm test",
        description: 'tests against an API that sometimes fails',
      },
      {
        command: 'spm-connect sandbox requests --limit 10',
        description: 'the last requests',
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
  return new SpmError('SPM_INVALID_VALUE', `sandbox has no action '${name}'`, {
    cause: `the actions are ${Object.keys(ACTIONS).join(', ')}`,
    hint: guess
      ? `Did you mean \`spm-connect sandbox ${guess}\`?`
      : 'To run a command with a sandbox, use `spm-connect sandbox exec -- CMD...`.',
  });
}
