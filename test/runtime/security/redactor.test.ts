import { describe, expect, it } from 'vitest';
import { Redactor } from '../../../src/runtime/security/redactor.ts';

const SECRET = 'int-4711-secret';

function knowing(...secrets: unknown[]): Redactor {
  const redactor = new Redactor();
  redactor.learn(...secrets);
  return redactor;
}

describe('the redactor', () => {
  it('hides in what explains also what only looks like a secret', () => {
    const text = `for ${SECRET}: password=hunter2, https://me:pass@host/`;
    expect(knowing(SECRET).text(text)).toBe(
      'for [redacted]: password=[redacted], https://[redacted]@host/',
    );
    expect(knowing(SECRET).hide(text)).toBe(
      'for [redacted]: password=hunter2, https://me:pass@host/',
    );
  });

  it('keeps long texts whole, and cuts those of log lines after it has cleaned them', () => {
    const text = `${'x'.repeat(1995)}${SECRET}`;
    expect(knowing(SECRET).text(text)).toBe(`${'x'.repeat(1995)}[redacted]`);
    expect(knowing(SECRET).line(text)).not.toContain('int-');
  });

  it('learns numbers as texts show them, and ignores what is no secret', () => {
    const redactor = knowing(47110815, 12, null, undefined, true, { a: 1 });
    expect(redactor.text('pin 47110815 of 12')).toBe('pin [redacted] of 12');
  });

  it('hides values under the names that it was told, in the facts of a log line', () => {
    const redactor = new Redactor();
    redactor.learnNames(['pin']);
    expect(redactor.facts({ pin: 1234, n: 1234 })).toEqual({ pin: '[redacted]', n: 1234 });
  });

  it('cleans data without changing its shape', () => {
    const data = {
      at: `a ${SECRET}`,
      [SECRET]: new Map([['k', SECRET]]),
      list: [null, 1, { deep: new Set([SECRET]) }],
    };
    expect(knowing(SECRET).data(data)).toEqual({
      at: 'a [redacted]',
      '[redacted]': new Map([['k', '[redacted]']]),
      list: [null, 1, { deep: new Set(['[redacted]']) }],
    });
  });

  it('hides a number that is a secret, and leaves numbers that only hold its digits', () => {
    const facts = { pin: 471108, n: 1471108, list: [471108, 47] };
    const clean = { pin: '[redacted]', n: 1471108, list: ['[redacted]', 47] };
    const redactor = knowing('471108');
    expect(redactor.data(facts)).toEqual(clean);
    expect(redactor.report(facts)).toEqual(clean);
    expect(redactor.details(facts)).toEqual(clean);
  });

  it('gives data without a secret back as it is, also when it holds itself', () => {
    const data: Record<string, unknown> = { a: { b: ['c'] } };
    data.self = data;
    expect(knowing(SECRET).data(data)).toBe(data);
  });

  it('leaves the fields and the words of reports alone when one is the password', () => {
    const report = { active_installations: 1, status: 'active' };
    expect(knowing('active').report(report)).toEqual({
      active_installations: 1,
      status: 'active',
    });
    const steps = [{ entity: 'active', status: 'active zebra-4711', note: 'active' }];
    expect(knowing('active', 'zebra-4711').details({ steps })).toEqual({
      steps: [{ entity: 'active', status: '[redacted] [redacted]', note: '[redacted]' }],
    });
  });

  it('leaves the fields of a summary alone when one of their names is the password', () => {
    const summary = { errors: ['no errors'], totals: { read: 1 } };
    expect(knowing('errors', 'totals').details(summary)).toEqual({
      errors: ['no [redacted]'],
      totals: { read: 1 },
    });
  });

  it('cleans what explains in a report as it cleans an error', () => {
    const report = { steps: [{ entity: 'token: a', errors: ['token: abcdef'] }], reason: 'pwd=1' };
    expect(new Redactor().report(report)).toEqual({
      steps: [{ entity: 'token: a', errors: ['token: [redacted]'] }],
      reason: 'pwd=[redacted]',
    });
  });
});
