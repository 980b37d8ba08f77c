import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../helpers/cli.js';
import { project, type TestProject } from '../helpers/project.js';

let folder: TestProject;
beforeAll(() => {
  folder = project({});
});
afterAll(() => folder.remove());

it.each([
  ['sync a b', '`spm-connect sync` takes no arguments, but got 2 [SPM_USAGE]'],
  ['runs show 1 2', '`spm-connect runs show` takes 1 argument at most, but got 2 [SPM_USAGE]'],
  ['runs show', 'The argument <id> is missing [SPM_MISSING_INPUT]'],
  ['cursors set --to', '--to <time> needs a value [SPM_USAGE]'],
  ['sync --all=x', '--all takes no value [SPM_USAGE]'],
  ['sync --al=hidden', "Unknown option '--al' [SPM_UNKNOWN_OPTION]"],
])('`%s` is refused in our words, with 64', async (line, message) => {
  const { code, stdout, stderr } = await run(line.split(' '), { cwd: folder.path });
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr.split('\n')[0]).toBe(`error ${message}`);
  expect(stderr).not.toContain('hidden');
});
