/** Connectors that reveal every secret, and functions that find revealed secrets. */
import type { Result } from './cli.js';
import { stepsSource } from './hostile.js';
import { project, type TestProject } from './project.js';

/** Names without a meaning, so that no rule about names hides the secrets. */
export const KNOWN: Record<string, string> = {
  env: 'live/Ab+cd==9f31xyz',
  ring: '0a1b2c3d'.repeat(8),
  old: '9f8e7d6c'.repeat(8),
  boss: 'boss-Kq7.(x|y)*-77',
  hook: 'hook-number-one-5512',
  hook2: 'hook-number-two-8841',
  form: 'p"w\nlong$&(.*)[x]\\end',
  marked: 'Blue horse, battery 9',
};
const SETTINGS = { pw: KNOWN.form, note: KNOWN.marked, short: 'admin', page: '12', yes: 'true' };
export const FIELDS = JSON.stringify([
  { key: 'pw', type: 'password', label: 'A' },
  { key: 'note', type: 'text', label: 'B', sensitive: true },
  { key: 'short', type: 'password', label: 'C' },
  { key: 'page', type: 'password', label: 'D' },
  { key: 'yes', type: 'text', label: 'E', sensitive: true },
]);
export const ENV = {
  SPM_ACCESS_TOKEN: KNOWN.env as string,
  SPM_CREDENTIALS_KEY: `${KNOWN.ring},${KNOWN.old}`,
  SPM_ADMIN_TOKEN: KNOWN.boss as string,
};
const DOT_ENV = `SPM_WEBHOOK_SECRET=${KNOWN.hook},${KNOWN.hook2}\n`;

/** `all(place, settings)`: every secret, between marks that name the place. */
export const TOP = `
const words = (s) => {
  const [ring, old] = process.env.SPM_CREDENTIALS_KEY.split(',');
  const [hook, hook2] = (process.env.SPM_WEBHOOK_SECRET ?? ',').split(',');
  return { env: process.env.SPM_ACCESS_TOKEN, ring, old, boss: process.env.SPM_ADMIN_TOKEN, hook, hook2,
    ...(s && { form: s.pw, marked: s.note }) };
};
const all = (place, s) => Object.entries(words(s)).map(([name, text]) => place + '~' + name + '~' + text + '~').join(' ');
`;

export const escaped = (text: string) => JSON.stringify(text).slice(1, -1);

/** Plain, escaped in JSON, in JSON inside JSON, and each of these in a cell of CSV. */
function formsOf(secret: string): Set<string> {
  const forms = [secret, escaped(secret), escaped(escaped(secret))];
  return new Set(forms.flatMap((form) => [form, form.replaceAll('"', '""')]));
}

/** The secrets in a text, plain or escaped in JSON, as `place~name`: the place that revealed them, and their name. */
export function slips(text: string): string[] {
  const found = new Set<string>();
  for (const [name, secret] of Object.entries(KNOWN))
    for (const form of formsOf(secret))
      for (let at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
        const before = text.slice(Math.max(0, at - 60), at);
        const place =
          new RegExp(`([\\w-]+)~${name}~$`).exec(before)?.[1] ?? `"${before.slice(-20)}"`;
        found.add(`${place}~${name}`);
      }
  return [...found].sort();
}

export const textOf = (results: Record<string, Result>) =>
  Object.values(results)
    .map(({ stdout, stderr }) => `${stdout}\n${stderr}`)
    .join('\n');

export function leaky(steps: string[], more = '', files: Record<string, string> = {}): TestProject {
  return project({
    'spm-connect.config.json': JSON.stringify({
      connector: './connector.mjs',
      store: 's.sqlite',
      lint: { settings: ['settings.json'] },
    }),
    'settings.json': JSON.stringify(SETTINGS),
    '.env': DOT_ENV,
    'connector.mjs': stepsSource(steps, { fields: FIELDS, more, top: TOP }),
    ...files,
  });
}

export const OWN_FILES = /settings\.json$|\.env$|connector\.mjs$|sandbox\.sqlite/;
