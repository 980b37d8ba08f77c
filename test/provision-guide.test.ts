/** The guide to provisioning shows the real output for every action and every conflict. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { provisionPage, scenarioNames } from '../scripts/provision-page.js';
import { CHANGE_ACTIONS } from '../src/plan/diff.js';
import { ROOT } from './helpers/cli.js';

const page = readFileSync(join(ROOT, 'docs', 'provision.md'), 'utf8');
const shown = [...page.matchAll(/<!-- shown: ([\w-]+) -->\n```text\n([\s\S]*?)```/g)];

describe('docs/provision.md', () => {
  it('is what `npm run generate` writes', async () => {
    expect(await provisionPage(page)).toBe(page);
  });

  it('shows every scenario and names every action', () => {
    expect(shown.map(([, name]) => name).sort()).toEqual([...scenarioNames].sort());
    for (const action of CHANGE_ACTIONS) expect(page).toContain(`| ${action} |`);
  });

  it('fits 80 columns', () => {
    for (const [, name, text = ''] of shown)
      for (const line of text.split('\n')) expect(line.length, `${name}: ${line}`).toBeLessThan(81);
  });
});
