import type { ServeEvent } from '../../app/serve.js';
import type { Terminal } from '../terminal.js';
import { duration } from '../text.js';
import type { Rendered } from './rendered.js';
import { renderLoopEvent } from './sync-loop.js';

export function renderServeEvent(event: ServeEvent, terminal: Terminal): Rendered {
  const line = (text: string): Rendered => ({
    out: [`${terminal.out.dim(event.at)} ${text}`],
    err: [],
  });
  switch (event.event) {
    case 'listening':
      return line(`listening on ${terminal.out.bold(event.url)}`);
    case 'request':
      return line(requestText(event, terminal));
    case 'stopped':
      return line('stopped');
    case 'loop_ended':
      // The end of the server follows.
      if (event.given_up.length === 0) return { out: [], err: [] };
      return renderLoopEvent(event, terminal);
    default:
      return renderLoopEvent(event, terminal);
  }
}

function requestText(
  { method, path, status, ms, address }: Extract<ServeEvent, { event: 'request' }>,
  { out }: Terminal,
): string {
  const paint = status >= 500 || status === 0 ? out.red : status >= 400 ? out.yellow : out.green;
  const answer = status === 0 ? 'no answer' : String(status);
  return `${method} ${path} ${paint(answer)} · ${duration(ms)} · ${address}`;
}
