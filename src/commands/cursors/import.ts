import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { App } from '../../app/app.js';
import { number } from '../../digits.js';
import { SpmError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import type { CursorRecord } from '../../runtime/cursors/row.js';
import type { Store } from '../../runtime/ports/store.js';
import { withApp } from '../app.js';
import { CONFIRM, confirm } from '../confirm.js';
import type { Command, Diagnostic, Invocation, Report } from '../types.js';
import { WAIT } from '../wait.js';
import type { CursorsChanged } from './change.js';

export const command: Command = {
  spec: {
    name: 'cursors import',
    summary: 'bring cursors back from a file',
    description:
      'Takes what `cursors export` wrote, or a reset had backed up: all of it or, where a part of it is wrong, nothing. Cursors that the file does not name stay as they are; open windows of the others are given up. What was known is written to a file beside the store before. Asks before; without a terminal --confirm is needed.',
    arguments: [{ syntax: '<file>', description: 'the file to read' }],
    options: [CONFIRM, WAIT],
    examples: [
      { command: 'spm-connect cursors import cursors.json', description: 'asks before' },
      { command: 'spm-connect cursors import cursors.json --confirm', description: 'in a script' },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => importFile(invocation, app)),
};

async function importFile(invocation: Invocation, app: App): Promise<Report<CursorsChanged>> {
  const { changeCursors } = await import('./change.js');
  const { parseCursorsFile } = await import('../../runtime/cursors/file.js');
  const { cursorOf } = await import('../../runtime/cursors/row.js');
  const name = invocation.args[0] ?? '';
  const text = await read(resolve(invocation.cwd, name));
  const { cursors } = parseCursorsFile(text, name, app.clock.now());
  const store = await app.existingStore();
  const ids = new Set(cursors.map((one) => one.installation_id));
  await refuseUnknown(store, ids, name);
  const diagnostics = unused(cursors, await entitiesOf(app));
  const warnings = diagnostics.map(({ message }) => message);
  await confirm(invocation, [question(cursors.length, ids.size, name), ...warnings].join('. '));
  const put = cursors.map(cursorOf);
  const data = await changeCursors(invocation, app, store, { remove: [], put });
  return { data, diagnostics };
}

const question = (cursors: number, shops: number, name: string): string =>
  `${cursors === 1 ? 'A cursor' : `${number(cursors)} cursors`} of ${shops === 1 ? 'one shop' : `${number(shops)} shops`} will be as ${name} has ${cursors === 1 ? 'it' : 'them'}`;

/** @throws SpmError SPM_UNKNOWN_INSTALLATION */
async function refuseUnknown(store: Store, ids: Iterable<string>, name: string): Promise<void> {
  const known = new Set((await store.installations.list()).map((one) => one.installationId));
  const unknown = [...ids].filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new SpmError('SPM_UNKNOWN_INSTALLATION', `${name} holds cursors of another shop`, {
    cause: `this store has no installation ${unknown.join(', ')}; nothing was changed`,
    hint: 'See `spm-connect installations list`, and check --store.',
    details: { installations: unknown },
  });
}

/** Null where the connector cannot be loaded: what was backed up must come back all the same. */
async function entitiesOf(app: App): Promise<string[] | null> {
  try {
    return (await app.integration()).syncSteps.map(({ entity }) => entity);
  } catch (error) {
    if (error instanceof SpmError) return null;
    throw error;
  }
}

/** A backup may hold cursors of a step that the connector had once: they come back, and nobody reads them. */
function unused(cursors: readonly CursorRecord[], entities: string[] | null): Diagnostic[] {
  const names = new Set(cursors.map(({ entity }) => entity));
  const unknown = [...names].filter((entity) => entities !== null && !entities.includes(entity));
  return unknown.map((entity) => ({
    severity: 'warning',
    code: 'SPM_UNKNOWN_ENTITY',
    message: `The connector has no step ${entity}: its cursors are not used`,
    ...hintFor(entity, entities ?? []),
  }));
}

function hintFor(entity: string, entities: readonly string[]): { hint?: string } {
  const hint = didYouMean(entity, entities);
  return hint === undefined ? {} : { hint };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new SpmError('SPM_CURSORS_INVALID', `${path} cannot be read`, {
      cause,
      hint: 'Give a file that `spm-connect cursors export` or a reset has written.',
    });
  }
}
