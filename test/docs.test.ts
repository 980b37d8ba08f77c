/** Runs every `console` block of the README and the guides, and compares the output with the page. */
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BIN, cleanEnv, ROOT, temporaryFolder } from './helpers/cli.js';

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

interface Step {
  command: string;
  shown: string[];
}

/** A plan file that the page shows, for the commands below it. */
interface ShownFile {
  name: string;
  content: string;
}

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8');

function blocks(text: string, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, body = '']) => body,
  );
}

function stepsOf(text: string): (Step | ShownFile)[] {
  const steps: (Step | ShownFile)[] = [];
  for (const [, language, body = ''] of text.matchAll(/^```(console|yaml)\n([\s\S]*?)^```/gm)) {
    if (language === 'console') steps.push(...commandsOf(body));
    const name = /^# (\S+\.plan\.yaml)\n/.exec(body)?.[1];
    if (name !== undefined) steps.push({ name, content: body });
  }
  return steps;
}

function commandsOf(block: string): Step[] {
  const steps: Step[] = [];
  for (const line of block.split('\n')) {
    if (line.startsWith('$ ')) steps.push({ command: line.slice(2), shown: [] });
    else steps.at(-1)?.shown.push(line);
  }
  return steps;
}

/**
 * Replaces the parts that differ between runs: times, durations, ports, keys, folders, and the spaces that align
 * columns.
 */
function plain(text: string, folder: string): string {
  return text
    .replaceAll(folder, '...')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replace(/\b[\d.]+ (ms|s|min)\b( \d+ s)?/g, 'DURATION')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replace(/[ \t]+/g, ' ')
    .trim();
}

/** `...` on its own line stands for any number of lines. */
function matches(shown: string): RegExp {
  const literal = shown
    .split('\n')
    .map((line) =>
      line.trim() === '...' ? '[\\s\\S]*?' : line.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
    )
    .join('\n');
  return new RegExp(
    `^${literal.replaceAll('\n[\\s\\S]*?', '[\\s\\S]*?').replaceAll('[\\s\\S]*?\n', '[\\s\\S]*?')}$`,
  );
}

function shell(command: string, cwd: string, path: string): Promise<string> {
  return new Promise((done, fail) => {
    const env = cleanEnv({ PATH: `${path}:${process.env.PATH}` });
    execFile('sh', ['-c', command], { cwd, env }, (error, stdout, stderr) => {
      if (error) fail(new Error(`${command}\n${stderr}\n${stdout}`, { cause: error }));
      else done(stdout);
    });
  });
}

describe('the examples of the docs', () => {
  const runnable = PAGES.filter((page) => stepsOf(read(page)).length > 0);

  it('are found', () => {
    expect(runnable).toEqual(expect.arrayContaining(['README.md', 'docs/running.md']));
  });

  it.each(runnable)(
    '%s',
    async (page) => {
      const { path, remove } = temporaryFolder();
      const bin = join(path, 'bin');
      const work = join(path, 'work');
      mkdirSync(bin);
      mkdirSync(work);
      writeFileSync(
        join(bin, 'spm-connect'),
        `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`,
      );
      chmodSync(join(bin, 'spm-connect'), 0o755);
      let cwd = work;
      try {
        for (const step of stepsOf(read(page))) {
          if ('content' in step) {
            writeFileSync(join(cwd, step.name), step.content);
            continue;
          }
          const { command, shown } = step;
          if (command.startsWith('cd ')) {
            cwd = resolve(cwd, command.slice(3));
            continue;
          }
          const printed = plain(await shell(command, cwd, bin), work);
          const wanted = plain(shown.join('\n'), work);
          expect(printed, command).toMatch(matches(wanted));
        }
      } finally {
        remove();
      }
    },
    60_000,
  );
});

describe('the pages', () => {
  it('link to files that exist', () => {
    for (const page of PAGES) {
      const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
        ([, link = '']) => link,
      );
      for (const link of links)
        expect(
          () => readFileSync(resolve(ROOT, page, '..', link)),
          `${page} -> ${link}`,
        ).not.toThrow();
    }
  });

  it('name no option that no command has', async () => {
    const { everyCommand } = await import('./helpers/commands.js');
    const { GLOBAL_OPTIONS } = await import('../src/cli/options.js');
    const specs = (await everyCommand()).map(({ spec }) => spec);
    const known = new Set(
      [...GLOBAL_OPTIONS, ...specs.flatMap(({ options = [] }) => options)].flatMap(
        ({ flags }) => flags.match(/--[\w-]+/g) ?? [],
      ),
    );
    for (const page of [
      'README.md',
      'docs/running.md',
      'docs/configuration.md',
      'docs/connector.md',
      'docs/plan-tools.md',
      'docs/lint.md',
      'docs/installations.md',
    ]) {
      const named = [...read(page).matchAll(/spm-connect [a-z]+[^`\n]*/g)].flatMap(
        ([text]) => text.match(/--[a-z][\w-]*/g) ?? [],
      );
      expect(
        named.filter((flag) => !known.has(flag) && flag !== '--help'),
        page,
      ).toEqual([]);
    }
  });
});

describe('the TypeScript of the docs', () => {
  it('is checked with the types of the package', () => {
    // Kept with the other fixtures, so that the type check of the project reads it.
    for (const page of [
      'docs/connector.md',
      'docs/configuration.md',
      'docs/plan-tools.md',
      'docs/sandbox.md',
      'docs/lint.md',
    ])
      for (const [i, code] of blocks(read(page), 'ts').entries()) {
        const file = join(ROOT, 'test', 'fixtures', 'docs', `${basename(page, '.md')}-${i + 1}.ts`);
        expect(readFileSync(file, 'utf8'), file).toBe(code);
      }
  });
});
