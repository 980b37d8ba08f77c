import { describe, expect, it } from 'vitest';
import { createLogger, type LogEntry } from '../../src/runtime/logger.ts';
import { Redactor } from '../../src/runtime/security/redactor.ts';

const record = (options: Omit<Parameters<typeof createLogger>[0], 'sink'> = {}) => {
  const entries: LogEntry[] = [];
  return { entries, logger: createLogger({ ...options, sink: (entry) => entries.push(entry) }) };
};

describe('createLogger', () => {
  it('gives level, message, meta and bindings to the sink', () => {
    const { entries, logger } = record({ bindings: { installation_id: 'i1' } });
    logger.debug('a');
    logger.info('b', { n: 1 });
    logger.warn('c');
    logger.error('d');
    const bindings = { installation_id: 'i1' };
    expect(entries).toEqual([
      { level: 'debug', message: 'a', meta: {}, bindings },
      { level: 'info', message: 'b', meta: { n: 1 }, bindings },
      { level: 'warn', message: 'c', meta: {}, bindings },
      { level: 'error', message: 'd', meta: {}, bindings },
    ]);
  });

  it('adds bindings to a child and leaves the parent alone', () => {
    const { entries, logger } = record({ bindings: { a: 1, b: 1 } });
    logger.child({ b: 2, c: 3 }).child({ d: 4 }).info('child');
    logger.info('parent');
    expect(entries.map((entry) => entry.bindings)).toEqual([
      { a: 1, b: 2, c: 3, d: 4 },
      { a: 1, b: 1 },
    ]);
  });

  it('redacts everything that reaches the sink', () => {
    const redactor = new Redactor();
    const { entries, logger } = record({ bindings: { token: 'hunter2' }, redactor });
    // Also a secret that it learns after the logger was made.
    redactor.learn('int-123');
    redactor.learnNames(['pin']);
    logger.child({ secret: 'hunter2' }).warn('uses int-123, password=hunter2', { pin: 'hunter2' });
    expect(JSON.stringify(entries)).not.toMatch(/hunter2|int-123/);
    expect(entries[0]).toMatchObject({ meta: { pin: '[redacted]' } });
  });

  it('drops what is below its level', () => {
    const { entries, logger } = record({ level: 'warn' });
    logger.info('a');
    logger.child({}).debug('b');
    logger.warn('c');
    expect(entries.map((entry) => entry.message)).toEqual(['c']);
  });

  it('needs no sink', () => {
    expect(() => createLogger().child({ a: 1 }).error('x', { y: 1 })).not.toThrow();
  });
});
