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
    summary: 'restore cursors from a file',
    description:
      'Reads a file from `cursors export`, or the backup of a reset. Imports all cursors of the file, or none if a part of it is invalid. Other cursors stay unchanged; open windows of the imported cursors are dropped. The old values are first written to a file next to the store. Asks for confirmation; without a terminal, pass --confirm.',
    arguments: [{ syntax: '<file>', description: 'the file to read' }],
    options: [CONFIRM, WAIT],
    examples: [
      { command: 'spm-connect cursors import cursors.json', description: 'asks for confirmation' },
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
  `Import ${cursors === 1 ? 'one cursor' : `${number(cursors)} cursors`} of ${shops === 1 ? 'one shop' : `${number(shops)} shops`} from ${name}`;

/** @throws SpmError SPM_UNKNOWN_INSTALLATION */
async function refuseUnknown(store: Store, ids: Iterable<string>, name: string): Promise<void> {
  const known = new Set((await store.installations.list()).map((one) => one.installationId));
  const unknown = [...ids].filter((id) => !known.has(id));
  if (unknown.length === 0) return;
  throw new SpmError('SPM_UNKNOWN_INSTALLATION', `${name} has cursors of an unknown shop`, {
    cause: `the store has no installation ${unknown.join(', ')}; nothing was changed`,
    hint: 'Run `spm-connect installations list`, and check --store.',
    details: { installations: unknown },
  });
}

/** Null if the connector cannot be loaded, because it must be possible to restore a backup without it. */
async function entitiesOf(app: App): Promise<string[] | null> {
  try {
    return (await app.integration()).syncSteps.map(({ entity }) => entity);
  } catch (error) {
    if (error instanceof SpmError) return null;
    throw error;
  }
}

/** A backup may have cursors of a step that was removed: they are restored, but not used. */
function unused(cursors: readonly CursorRecord[], entities: string[] | null): Diagnostic[] {
  const names = new Set(cursors.map(({ entity }) => entity));
  const unknown = [...names].filter((entity) => entities !== null && !entities.includes(entity));
  return unknown.map((entity) => ({
    severity: 'warning',
    code: 'SPM_UNKNOWN_ENTITY',
    message: `The connector has no step ${entity}, so its cursors are not used`,
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
      hint: 'Pass a file written by `spm-connect cursors export` or by a reset.',
    });
  }
}
