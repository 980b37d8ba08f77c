/**
 * The boundary for secrets: all data that enters the store or leaves the process passes a Redactor. It knows the
 * secrets of the environment from the start, and those of a shop once the shop is opened.
 */

import type { Safe, SafeText } from '../../safe.js';
import { visibleJson } from '../../visible.js';
import { KnownSecrets } from './known-secrets.js';
import { mapTexts } from './map-texts.js';
import { redact, redactText } from './redact.js';
import { hidePatterns } from './redact-text.js';

export class Redactor {
  readonly #known = new KnownSecrets();
  readonly #keys = new Set<string>();
  readonly #changes = {
    number: (number: number | bigint) => this.#known.hideNumber(number),
    key: (key: string) => this.#known.hide(key),
  };

  /** Adds secrets to hide: texts and numbers; other values, and values that are too short, are ignored. */
  learn(...secrets: readonly unknown[]): void {
    for (const secret of secrets) {
      if (typeof secret === 'string') this.#known.learn(secret);
      else if (typeof secret === 'number' || typeof secret === 'bigint')
        this.#known.learn(`${secret}`);
    }
  }

  /** Adds names whose values are always hidden in logs, such as the sensitive fields of a form. */
  learnNames(names: Iterable<string>): void {
    for (const name of names) this.#keys.add(name);
  }

  /** Whether the text contains a known secret. */
  holds(text: string): boolean {
    return this.#known.holds(text);
  }

  /** Text that may be data: known secrets are removed, and nothing else. */
  hide(text: string): SafeText {
    return this.#known.hide(text) as SafeText;
  }

  /** Text that explains, such as an error: known secrets and text that looks like a secret are removed. */
  readonly text = (text: string): SafeText => hidePatterns(this.#known.hide(text)) as SafeText;

  /** A text for a log line: cleaned like `text`, and cut to its maximum length. */
  line(text: string): SafeText {
    return redactText(text, { text: this.text }) as SafeText;
  }

  /** The metadata of a log line: limited in size, without values under secret names. */
  facts(facts: Record<string, unknown>): Safe<Record<string, unknown>> {
    return redact(facts, {
      keys: this.#keys,
      text: this.text,
      number: this.#changes.number,
    }) as Safe<Record<string, unknown>>;
  }

  /**
   * Explanations as data, such as the details of an error or the summary of a run: complete, with each text cleaned by
   * `text`.
   */
  details<T>(details: T): Safe<T> {
    return this.#clean(
      redact(details, { whole: true, text: (text) => text }),
      this.text,
    ) as Safe<T>;
  }

  /** Data: complete, without the known secrets; the same object if it holds none. */
  data<T>(value: T): Safe<T> {
    if (this.#known.size === 0) return value as Safe<T>;
    return this.#clean(value, (text) => this.#known.hide(text)) as Safe<T>;
  }

  /** A report as JSON, with a line end. */
  json(report: unknown, indent = 2): SafeText {
    return `${visibleJson(this.report(report), indent)}\n` as SafeText;
  }

  /**
   * A report: cleaned like `data`, but its explanations, such as the errors of a step, are cleaned like `text` and
   * limited in length.
   */
  report<T>(report: T): Safe<T> {
    return this.#clean(report, (text, field) =>
      EXPLAINS.has(field) ? bounded(this.text(text)) : this.#known.hide(text),
    ) as Safe<T>;
  }

  #clean(value: unknown, change: (text: string, field: string) => string): unknown {
    const text = (text: string, field: string) =>
      OWN_WORDS.has(field) && WORD.test(text) ? text : change(text, field);
    return mapTexts(value, { ...this.#changes, text, spreads: (field) => field === 'error' });
  }
}

/** Longer than anybody reads; for example, a server's answer that became the reason of an error. */
const MOST_TEXT = 20_000;

const bounded = (text: string): string =>
  text.length <= MOST_TEXT
    ? text
    : `${text.slice(0, MOST_TEXT)}… [${text.length - MOST_TEXT} more characters]`;

/** Fields of reports that hold words of the API, the partner or the connector. */
const EXPLAINS = new Set([
  'error',
  'errors',
  'warnings',
  'reason',
  'reasons',
  'cause',
  'last_error',
]);

/** Fields of reports with our own words: even if a password is `partial`, the report must keep that word. */
const OWN_WORDS = new Set([
  'action',
  'code',
  'command',
  'entity',
  'event',
  'kind',
  'last_run_status',
  'last_status',
  'outcome',
  'severity',
  'state',
  'status',
]);
const WORD = /^[a-z]+(?:[_ ][a-z]+)*$/i;
