/** The pages of the package link only to files in the package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from './helpers/cli.js';

/** Links and images with a relative target; links in code do not count. */
function linksOf(page: string): string[] {
  const prose = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```|`[^`\n]*`/g, '');
  const targets = [...prose.matchAll(/\]\(([^)\s]+)[^)]*\)|^\[[^\]]+\]:\s*(\S+)/gm)];
  return targets
    .map(([, inline, reference]) => inline ?? reference ?? '')
    .filter((target) => !/^[a-z][a-z+.-]*:/i.test(target));
}

/** The anchor that GitHub gives to a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');

function anchorsOf(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replace(/```[\s\S]*?```/g, '');
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading.trim());
  const ids = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id);
  return [...headings.map(anchorOf), ...ids];
}

const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  files: string[];
};

/** npm packs these files and those in `files`. */
const isPacked = (path: string): boolean =>
  ['README.md', 'LICENSE', 'package.json'].includes(path) ||
  (existsSync(join(ROOT, path)) &&
    files.some((entry) => path === entry || path.startsWith(`${entry}/`)));

const PAGES = [
  ...['docs', 'templates'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      posix.join(folder, path.replaceAll('\\', '/')),
    ),
  ),
  'README.md',
  'CHANGELOG.md',
].filter((path) => path.endsWith('.md') && !path.includes('node_modules'));

it.each(PAGES)('%s links to files and headings that are in the package', (page) => {
  const dead = linksOf(page).filter((link) => {
    const [target = '', anchor] = link.split('#');
    const path = target === '' ? page : posix.join(posix.dirname(page), target);
    return !isPacked(path) || (anchor !== undefined && !anchorsOf(path).includes(anchor));
  });
  expect(dead).toEqual([]);
});
