import { expect, it } from 'vitest';
import { connectorUrl } from '../../../src/sandbox/platform/connector-url.ts';

it.each([
  ['http://127.0.0.1:8082', 'http://127.0.0.1:8082'],
  ['http://localhost:8082/', 'http://localhost:8082'],
  ['https://LOCALHOST/spm//', 'https://localhost/spm'],
  ['http://[::1]:1/a', 'http://[::1]:1/a'],
  ['http://127.1/', 'http://127.0.0.1'],
  ['http://2130706433/', 'http://127.0.0.1'],
])('takes %s', (given, url) => {
  expect(connectorUrl(given, false)).toBe(url);
});

it.each([
  'http://example.com',
  'http://10.0.0.1',
  'http://169.254.169.254/latest',
  'http://0.0.0.0:1',
  'http://localhost.example.com',
  'http://127.0.0.1.example.com',
  'http://[::ffff:10.0.0.1]',
  'http://0x0a000001',
])('takes %s only where others are allowed', (given) => {
  expect(() => connectorUrl(given, false)).toThrow(/on this machine/);
  expect(connectorUrl(given, true)).toMatch(/^http:/);
});

it.each([
  'file:///etc/passwd',
  'ftp://127.0.0.1',
  'javascript:alert(1)',
  '127.0.0.1:80',
  '/webhook',
  '',
  'http://user:pass@127.0.0.1',
  'http://127.0.0.1/?a=1',
  'http://127.0.0.1/#a',
])('never takes %s', (given) => {
  expect(() => connectorUrl(given, true)).toThrow(/^url must/);
});
