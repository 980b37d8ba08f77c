/**
 * Connectors as in the kit's documentation give the same result as our own form of them, with or without a package of
 * the kit's name.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/index.js';
import { ROOT, runJson } from '../../helpers/cli.js';
import { project } from '../../helpers/project.js';
import { scaled } from '../../helpers/scale.js';
import { openSqliteStore } from '../../helpers/sqliteStore.js';

const FIXTURES = join(ROOT, 'test/fixtures/kit-connectors');
const KIT = 'node_modules/@shopimind/integration-kit-js';

/** It must never be loaded. */
const STAND_IN = {
  [`${KIT}/package.json`]: '{ "version": "2.0.1", "type": "module", "exports": "./index.js" }',
  [`${KIT}/index.js`]: "throw new Error('the stand-in was loaded');\n",
};

const KEY = 'int-sandbox-0123456789abcdef';

/** The result of a connector in shop and store, without ids and times. */
async function outcomeOf(form: 'kit' | 'own', name: string, packages: Record<string, string> = {}) {
  const config = JSON.stringify({ connector: `./${form}/${name}.ts` });
  const folder = project({ 'spm-connect.config.json': config, ...packages });
  cpSync(FIXTURES, folder.path, { recursive: true });
  const sandbox = await startSandbox({ key: KEY });
  try {
    const cwd = folder.path;
    const env = { SPM_ACCESS_TOKEN: KEY };
    const call = async (...args: string[]) => {
      const { code, document } = await runJson(args, { cwd, env });
      return { code, data: document.data };
    };
    const target = ['--target', sandbox.baseUrl];
    const lint = form === 'own' ? null : await call('lint');
    const provision = await call('provision', ...target);
    const first = await call('sync', ...target);
    const second = await call('sync', ...target, '--full');
    return {
      // They read all data of the partner each time, which is a warning.
      errors: lint?.data.summary.error ?? 0,
      codes: [provision, first, second].map(({ code }) => code),
      counts: [first, second].map(({ data }) => data?.steps?.map(stepOf)),
      rows: rowsOf(sandbox),
      requests: sandbox.requests
        .map(({ method, path, items }) => `${method} ${path} ${items}`)
        .sort(),
      ...(await storedIn(folder.file('.spm/store.sqlite'))),
    };
  } finally {
    await sandbox.stop();
    folder.remove();
  }
}

type Row = Record<string, unknown>;

async function storedIn(path: string) {
  const store = await openSqliteStore({ path, now: Date.now });
  const letters = (await store.rejects.list()).map(
    ({ entity, sourceKey, key, errors, attempts, payload, route }) =>
      JSON.stringify({ entity, sourceKey, key, errors, attempts, payload, route }),
  );
  const cursors = await store.cursors.list();
  await store.close();
  return {
    letters: letters.sort(),
    cursors: cursors.map(({ lastSyncedAt, updatedAt: _, installationId: __, ...cursor }) => ({
      ...cursor,
      isSynced: lastSyncedAt !== null,
    })),
  };
}

const stepOf = ({ entity, source_key, status, counts, requests }: Row) => ({
  entity,
  source_key,
  status,
  counts,
  requests,
});

/** The ids of the sandbox count up in the order of arrival. */
function rowsOf({ state }: Awaited<ReturnType<typeof startSandbox>>) {
  return Object.fromEntries(
    state.resources.map((name) => [
      name,
      state.list(name).map(({ id: _, ...row }) => withoutTimes(row)),
    ]),
  );
}

function withoutTimes(row: object): string {
  return JSON.stringify(row, (key, value) =>
    /(_at|_date|date|At)$/.test(key) || /^id_|^id$/.test(key) ? undefined : value,
  );
}

describe.each(['global', 'sources', 'custom-data', 'thunks', 'state', 'rejects'])(
  'the connector %s',
  (name) => {
    it('runs unchanged, and ends like our own form of it', async () => {
      const own = await outcomeOf('own', name);
      expect(own.codes).toEqual(name === 'rejects' ? [0, 1, 1] : [0, 0, 0]);
      expect(own.requests.filter((one) => one.startsWith('POST')).length).toBeGreaterThan(0);
      expect(own.letters.length > 0).toBe(['custom-data', 'thunks', 'rejects'].includes(name));
      expect(await outcomeOf('kit', name, STAND_IN)).toEqual(own);
      // Most of the time is for starting processes.
      if (scaled(0, 1) === 1 || name === 'thunks')
        expect(await outcomeOf('kit', name)).toEqual(own);
    });
  },
);
