import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { command } from '../../../src/commands/installations/remove.js';
import { temporaryFolder } from '../../helpers/cli.js';
import { invocationIn, silent } from '../../helpers/invocation.js';
import { openSqliteStore } from '../../helpers/sqliteStore.js';

const folder = temporaryFolder();
afterAll(folder.remove);

it('asks a person, and does nothing when the answer is no', async () => {
  const path = join(folder.path, 'store.sqlite');
  const store = await openSqliteStore({ path, now: () => 0 });
  await store.installations.save({ installationId: 'shop/1' }, 0);
  const asked: string[] = [];
  const remove = (answer: boolean) =>
    command.run(
      invocationIn(folder.path, {
        args: ['shop/1'],
        env: { SPM_STORE: path },
        interactive: true,
        prompt: {
          ...silent,
          confirm: async ({ message }) => {
            asked.push(message);
            return answer;
          },
        },
      }),
    );
  await expect(remove(false)).rejects.toMatchObject({ code: 'SPM_CANCELLED' });
  expect(asked).toEqual(['Delete all stored data of shop/1? It is exported first.']);
  expect(await store.installations.get('shop/1')).not.toBeNull();
  expect(readdirSync(folder.path).filter((name) => name.endsWith('.json'))).toEqual([]);
  const { data } = await remove(true);
  const { export_file: file } = data as { export_file: string };
  expect(file).toMatch(/[/\\]shop_1-\d{8}T\d+Z\.json$/);
  expect(existsSync(file)).toBe(true);
  expect(await store.installations.get('shop/1')).toBeNull();
  await store.close();
});
