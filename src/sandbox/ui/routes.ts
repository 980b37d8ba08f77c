/** The page for people at `/_sandbox/ui`: a few static files that call the control API. */

import { readFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { CODE_FOLDER } from '../../own-files.js';

const TYPES = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
} as const;

/** All served files; no path comes from a request. */
const FILES = [
  'style.css',
  'page.js',
  'api.js',
  'dom.js',
  'drawer.js',
  'faults.js',
  'installations.js',
  'requests.js',
  'resources.js',
  'settings.js',
  'icon.svg',
] as const;

/** No inline code, no other origin, no frames: the page shows text of strangers. */
const HEADERS = {
  'content-security-policy':
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Adds `/ui` and its files; `app` has the control API's prefix and guard. */
export function uiRoutes(app: FastifyInstance): void {
  app.get('/ui', (_request, reply) => sendFile(reply, 'index.html'));
  for (const name of FILES) {
    app.get(`/ui/${name}`, (_request, reply) => sendFile(reply, name));
  }
}

async function sendFile(reply: FastifyReply, name: 'index.html' | (typeof FILES)[number]) {
  const content = await readFile(new URL(`sandbox/ui/static/${name}`, CODE_FOLDER));
  const extension = name.slice(name.lastIndexOf('.') + 1) as keyof typeof TYPES;
  return reply.headers(HEADERS).type(TYPES[extension]).send(content);
}
