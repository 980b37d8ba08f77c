import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCommand } from '../../src/cli/lookup.js';
import { environmentName, GLOBAL_OPTIONS, longName } from '../../src/cli/options.js';
import { buildProgram } from '../../src/cli/program.js';
import { SECRETS, SETTINGS } from '../../src/config/settings.js';
import { CATALOG } from '../../src/errors.js';
import { everyCommand } from '../helpers/commands.js';

const SRC = fileURLToPath(new URL('../../src', import.meta.url));

/** The texts of the sources, with `X` in place of inserted values. */
function* sources(): Generator<{ file: string; text: string }> {
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts')) continue;
    const text = readFileSync(join(SRC, file), 'utf8').replace(/\$\{[^{}]*\}/g, 'X');
    yield { file, text };
  }
}

/** All matches, each once. */
function found(pattern: RegExp, group = 0): string[] {
  const all = [...sources()].flatMap(({ text }) =>
    [...text.matchAll(pattern)].map((match) => match[group] ?? ''),
  );
  return [...new Set(all)];
}

async function isAccepted(line: string): Promise<boolean> {
  // The shell handles the following words, and a word in capitals stands for a value.
  const argv = line.replace(/ <.*/, '').split(' ').filter(Boolean);
  if (argv.includes('X')) return true;
  const loaded = await loadCommand(argv);
  let accepted = false;
  const accept = () => {
    accepted = true;
  };
  const program = buildProgram('0', loaded, accept, { columns: null, writeOut: () => {} });
  try {
    program.parse(loaded.argv, { from: 'user' });
  } catch (error) {
    accepted ||= (error as { exitCode?: number }).exitCode === 0;
  }
  return accepted;
}

describe('what messages, hints and examples tell to type', () => {
  it('is a line that is accepted', async () => {
    const lines = found(/`spm-connect ([^`\\<]+?)(?: <[^`]*)?\\?`/g, 1);
    expect(lines.length).toBeGreaterThan(30);
    const refused: string[] = [];
    // A text often names a command without its arguments.
    for (const line of lines)
      if (!(await isAccepted(line)) && !(await isAccepted(`${line} X1`))) refused.push(line);
    expect(refused).toEqual([]);
    for (const { spec } of await everyCommand())
      for (const { command } of spec.examples) {
        const line = /(?:^| )spm-connect ([^|]*)/.exec(command)?.[1]?.replace(/'[^']*'/g, 'X1');
        if (line) expect(await isAccepted(line), command).toBe(true);
      }
  });

  it('is an option that there is', async () => {
    const commands = await everyCommand();
    const flags = [...GLOBAL_OPTIONS, ...commands.flatMap(({ spec }) => spec.options ?? [])].map(
      (option) => `--${longName(option)}`,
    );
    const hinted = found(/hint:[^;}]*?(?=[;}])/g)
      .flatMap((hint) => hint.match(/(?<![\w-])--[a-z][a-z-]+/g) ?? [])
      .filter((flag) => flag !== '--help');
    expect(hinted.length).toBeGreaterThan(20);
    expect(hinted.filter((flag) => !flags.includes(flag))).toEqual([]);
  });

  it('is a variable that is read', async () => {
    const known = new Set<string | undefined>([
      ...Object.keys(CATALOG),
      ...SECRETS,
      ...SETTINGS.map(({ env }) => env),
      ...GLOBAL_OPTIONS.map((option) => environmentName(option, null)),
    ]);
    for (const { spec } of await everyCommand())
      for (const option of spec.options ?? []) known.add(environmentName(option, spec.name));
    const named = found(/(?<![\w`'-])SPM_[A-Z]+(?:_[A-Z]+)*(?![\w*])/g);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});
