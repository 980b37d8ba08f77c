import { describe, expect, it } from 'vitest';
import { failureReason } from '../../src/config/failure-reason.js';

describe('why a module does not load', () => {
  it.each([
    ['Missing semicolon.', 'a semicolon or a line break is missing here'],
    ['Unexpected token, expected ","', '"," is missing here'],
    ['Unexpected token', 'this does not belong here'],
    ['Unterminated string constant.', 'this text has no closing quote'],
    ["Identifier 'a' has already been declared.", 'this name is declared twice'],
    ['Missing initializer in const declaration.', 'this declaration needs a value'],
  ])('is told in our words for %j', (mistake, words) => {
    const error = new SyntaxError(`ParseError: ${mistake}\n /home/me/a.ts:1:2`);
    expect(failureReason(error)).toBe(`syntax error: ${words}`);
  });

  it.each([
    [new Error('first\nsecond'), 'first'],
    [new Error(''), 'it throws an error without a message'],
    ['a text\nmore', 'a text'],
    ['', 'it throws an empty value instead of an error'],
    [null, 'it throws an empty value instead of an error'],
    [{ a: 1 }, 'it throws an object instead of an error'],
    [7, 'it throws 7 instead of an error'],
    [Symbol('s'), 'it throws Symbol(s) instead of an error'],
  ])('is one line for %o', (thrown, reason) => {
    expect(failureReason(thrown)).toBe(reason);
  });
});
