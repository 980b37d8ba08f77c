import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { rig } from './fixtures.ts';

it.each([
  [
    'an upload',
    'POST /v1/customers HTTP/1.1\r\ncontent-type: application/json\r\ncontent-length: 99\r\n',
  ],
  ['its headers', 'POST /v1/customers HTTP/1.1\r\ncontent-'],
])('stops while a client is in the middle of %s', async (_what, start) => {
  const { sandbox } = await rig();
  const { port, hostname } = new URL(sandbox.baseUrl);
  const head = start.endsWith('\r\n')
    ? `${start}host: ${hostname}\r\nexpect: 100-continue\r\nspm-api-key: ${sandbox.key}\r\n\r\n`
    : start;
  const client = connect(Number(port), hostname);
  // A reset is one way to close the connection.
  client.on('error', () => {});
  await once(client, 'connect');
  client.write(head);
  // The answer to `Expect` shows that the request has started.
  if (head !== start) await once(client, 'data');
  const closed = once(client, 'close');
  client.write(head === start ? '' : '[{');
  await sandbox.stop();
  await closed;
  expect(client.destroyed).toBe(true);
});
