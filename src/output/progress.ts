/** Progress on stderr: a spinner on a terminal, a plain line at intervals elsewhere. */
import type { Progress } from '../commands/types.js';
import type { Redactor } from '../runtime/security/redactor.js';
import { visible } from '../visible.js';
import { waitText } from './human/wait.js';
import type { Terminal } from './terminal.js';
import { hang } from './text.js';

/** Without a terminal, the minimum number of milliseconds between two lines. */
const PLAIN_INTERVAL_MS = 5_000;

export function makeProgress(terminal: Terminal): Progress {
  const { json, quiet } = terminal.options;
  if (quiet) return silent;
  const line = (text: string) => terminal.writeErr(`${visible(terminal.redactor.hide(text))}\n`);
  const waiting: Progress['waiting'] = (wait, now) => line(waitText(wait, now));
  if (json) return { ...silent, waiting };
  if (!terminal.animated) return { ...withCleanTexts(plain(terminal), terminal.redactor), waiting };
  const shown = spinner(terminal.errColumns);
  return {
    ...withCleanTexts(shown, terminal.redactor),
    // The spinner itself shows what a step waits for.
    waiting: (wait, now, again) => {
      if (!again && !shown.spins()) waiting(wait, now, again);
    },
  };
}

type Steps = Omit<Progress, 'waiting'>;

function withCleanTexts(steps: Steps, redactor: Redactor): Steps {
  const { start, update, succeed, fail } = steps;
  const clean = (text: string) => visible(redactor.hide(text));
  const shown = (text?: string) => (text === undefined ? undefined : clean(text));
  return {
    start: (label) => start(clean(label)),
    update: (detail) => update(clean(detail)),
    succeed: (text) => succeed(shown(text)),
    fail: (text) => fail(shown(text)),
    shown: steps.shown,
  };
}

const shownAtOnce = async () => {};

const silent: Progress = {
  ...{ start() {}, update() {}, succeed() {}, fail() {}, waiting() {} },
  shown: shownAtOnce,
};

/** @param columns Of the terminal, or null. */
function spinner(columns: number | null): Steps & { spins(): boolean } {
  let label = '';
  let isSpinning = false;
  // Beside the symbol. Lines break between words.
  const fitted = (text: string) => hang(text, columns === null ? null : columns - 2).join('\n');
  // One after the other: while ora is loaded, with the first piece of long work, a short piece may end and the next start.
  let last: Promise<import('ora').Ora | undefined> = Promise.resolve(undefined);
  const then = (act: (ora: import('ora').Ora) => void) => {
    if (!isSpinning) return;
    last = last.then((ora) => {
      if (ora !== undefined) act(ora);
      return ora;
    });
  };
  return {
    spins: () => isSpinning,
    start(text) {
      label = text;
      isSpinning = true;
      last = last.then(async (before) => {
        before?.stop();
        const { default: ora } = await import('ora');
        // discardStdin would put the terminal into raw mode, in which Ctrl-C sends no signal.
        return ora({ text, stream: process.stderr, discardStdin: false }).start();
      });
    },
    update(detail) {
      const text = `${label} · ${detail}`;
      then((ora) => {
        ora.text = text;
      });
    },
    succeed(text = label) {
      then((ora) => ora.succeed(fitted(text)));
      isSpinning = false;
    },
    fail(text = label) {
      then((ora) => ora.fail(fitted(text)));
      isSpinning = false;
    },
    shown: async () => {
      await last;
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
    shown: shownAtOnce,
  };
}
