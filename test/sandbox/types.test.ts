import { describe, expect, it } from 'vitest';
import type { Type } from '../../src/sandbox/fields.ts';
import { amount, currency, id, imageUrl, name, string } from '../../src/sandbox/types.ts';

function takes(type: Type, value: unknown): boolean {
  const errors: string[] = [];
  type.check(value, 'it', errors);
  return errors.length === 0;
}

describe('the types of values', () => {
  it.each([
    ['string', string, 'x'.repeat(65_535), true],
    ['string', string, 'x'.repeat(65_536), false],
    ['name', name, 'x'.repeat(255), true],
    ['name', name, 'x'.repeat(256), false],
    ['id', id, 'a\0', false],
    ['amount', amount, 0, true],
    ['amount', amount, -0.01, false],
    ['amount', amount, Number.NaN, false],
    ['currency', currency, 'EUR', true],
    ['currency', currency, 'eur', false],
    ['currency', currency, 'EURO', false],
  ])('%s %#', (_, type, value, expected) => {
    expect(takes(type, value)).toBe(expected);
  });

  it.each([
    ['https://shop.example/i.png', true],
    ['https://8.8.8.8/i.png', true],
    ['https://[2606:4700::1111]/i.png', true],
    ['http://shop.example/i.png', false],
    ['https://localhost/i.png', false],
    ['https://a.localhost./i.png', false],
    ['https://127.1/i.png', false],
    ['https://10.0.0.1/i.png', false],
    ['https://172.31.0.1/i.png', false],
    ['https://192.168.1.1/i.png', false],
    ['https://169.254.169.254/i.png', false],
    ['https://[::1]/i.png', false],
    ['https://[fd00::1]/i.png', false],
    ['https://[::ffff:127.0.0.1]/i.png', false],
  ])('image at %s: %s', (url, expected) => {
    expect(takes(imageUrl, url)).toBe(expected);
  });
});
