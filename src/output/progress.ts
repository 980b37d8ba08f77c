/** Progress on stderr: a spinner on a terminal, a plain line at intervals elsewhere. */
import type { Progress } from '../commands/types.js';
import type { Redactor } from '../runtime/security/redactor.js';
import { visible } from '../visible.js';
import { waitText } from './human/wait.js';
import type { Terminal } from './terminal.js';

/** Without a terminal, the minimum number of milliseconds between two lines. */
const PLAIN_INTERVAL_MS = 5_000;

export function makeProgress(terminal: Terminal): Progress {
  const { json, quiet } = terminal.options;
  if (quiet) return silent;
  const line = (text: string) => terminal.writeErr(`${visible(terminal.redactor.hide(text))}\n`);
  const waiting: Progress['waiting'] = (wait, now) => line(waitText(wait, now));
  if (json) return { ...silent, waiting };
  if (!terminal.animated) return { ...withCleanTexts(plain(terminal), terminal.redactor), waiting };
  const shown = spinner();
  return {
    ...withCleanTexts(shown, terminal.redactor),
    // The spinner itself shows what a step waits for.
    waiting: (wait, now, again) => {
      if (!again && !shown.spins()) waiting(wait, now, again);
    },
  };
}

type Steps = Omit<Progress, 'waiting'>;

function withCleanTexts({ start, update, succeed, fail }: Steps, redactor: Redactor): Steps {
  const clean = (text: string) => visible(redactor.hide(text));
  const shown = (text?: string) => (text === undefined ? undefined : clean(text));
  return {
    start: (label) => start(clean(label)),
    update: (detail) => update(clean(detail)),
    succeed: (text) => succeed(shown(text)),
    fail: (text) => fail(shown(text)),
  };
}

const silent: Progress = { start() {}, update() {}, succeed() {}, fail() {}, waiting() {} };

function spinner(): Steps & { spins(): boolean } {
  let label = '';
  // ora is loaded with the first piece of long work; most commands end before that.
  let current: Promise<import('ora').Ora> | undefined;
  const then = (act: (ora: import('ora').Ora) => void) => {
    void current?.then(act);
  };
  return {
    spins: () => current !== undefined,
    start(text) {
      label = text;
      current = import('ora').then(({ default: ora }) =>
        // discardStdin would put the terminal into raw mode, in which Ctrl-C sends no signal.
        ora({ text: text, stream: process.stderr, discardStdin: false }).start(),
      );
    },
    update: (detail) =>
      then((ora) => {
        ora.text = `${label} · ${detail}`;
      }),
    succeed(text) {
      then((ora) => ora.succeed(text ?? label));
      current = undefined;
    },
    fail(text) {
      then((ora) => ora.fail(text ?? label));
      current = undefined;
    },
  };
}

function plain(terminal: Terminal): Steps {
  let label = '';
  let printedAt = 0;
  const line = (text: string) => terminal.writeErr(`${text}\n`);
  return {
    start(text) {
      label = text;
      printedAt = Date.now();
      line(`${text} ...`);
    },
    update(detail) {
      if (Date.now() - printedAt < PLAIN_INTERVAL_MS) return;
      printedAt = Date.now();
      line(`${label} · ${detail}`);
    },
    succeed: (text) => line(text ?? `${label}: done`),
    fail: (text) => line(text ?? `${label}: failed`),
  };
}
