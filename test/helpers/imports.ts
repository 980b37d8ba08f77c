/** The imports of the files in a folder, and the import cycles among them. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

export interface Import {
  file: string;
  /** Path below the folder without extension, or the name of a package. */
  target: string;
  typeOnly: boolean;
}

export interface Circle {
  /** The folder whose children depend on each other; empty for the whole. */
  folder: string;
  /** The names of these children, sorted. */
  children: string[];
  /** The imports that cause it, one line for each pair of children; the pair with the fewest imports comes first. */
  ties: string[];
}

/** Paths below the folder, with slashes. */
export function filesIn(folder: string): string[] {
  return (readdirSync(folder, { recursive: true }) as string[])
    .filter((name) => name.endsWith('.ts'))
    .map((name) => name.replaceAll('\\', '/'));
}

/** Also finds type imports, dynamic imports, and exports from another file. */
export function importsOf(folder: string, file: string): Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s+(type\s)?[^;'"]*?from\s+'([^']+)'|(?:^|\n)import\s+'([^']+)'|import\('([^']+)'\)/g;
  const code = readFileSync(join(folder, file), 'utf8');
  return [...code.matchAll(pattern)].map(([, type, from, bare, lazy]) => {
    const specifier = from ?? bare ?? lazy ?? '';
    const target = specifier.startsWith('.')
      ? relative(folder, resolve(folder, dirname(file), specifier)).replace(/\.js$/, '')
      : specifier;
    return { file, target: target.replaceAll('\\', '/'), typeOnly: type !== undefined };
  });
}

/** An import, as a step between two children of a folder. */
interface Step {
  folder: string;
  from: string;
  to: string;
  tie: string;
}

/**
 * The import cycles between files. An import leads between two children of the folder at which the paths differ:
 * `plan/diff/types.ts` to `plan/graph.ts` leads from `diff` to `graph.ts` in `plan`. No child may lead back to itself.
 */
export function circlesOf(imports: readonly Import[]): Circle[] {
  const steps = imports.flatMap(stepOf);
  const folders = new Set(steps.map(({ folder }) => folder));
  return [...folders].flatMap((folder) => {
    const own = steps.filter((step) => step.folder === folder);
    return knotsOf(own).map((children) => ({ folder, children, ties: tiesOf(own, children) }));
  });
}

/** For a failing test: the place of the cycle, and the imports that cause it. */
export const circleText = ({ folder, children, ties }: Circle): string =>
  [`${folder || 'src'}: ${children.join(', ')}`, ...ties].join('\n  ');

function stepOf({ file, target }: Import): Step[] {
  const [source, goal] = [file.split('/'), `${target}.ts`.split('/')];
  const parting = source.findIndex((name, depth) => name !== goal[depth]);
  const [from, to] = [source[parting], goal[parting]];
  if (from === undefined || to === undefined) return [];
  const folder = source.slice(0, parting).join('/');
  return [{ folder, from, to, tie: `${file} imports ${target}` }];
}

/** Groups of two or more children that can all be reached from each other. */
function knotsOf(steps: readonly Step[]): string[][] {
  const reach = new Map(steps.map(({ from }) => [from, reachedFrom(from, steps)]));
  const both = (a: string, b: string) => reach.get(a)?.has(b) && reach.get(b)?.has(a);
  const children = [...reach.keys()].sort();
  const knots = children.map((child) => children.filter((other) => both(child, other)));
  // Each group is found once for each of its children.
  return knots.filter((knot, index) => knot.length > 1 && knot[0] === children[index]);
}

function reachedFrom(child: string, steps: readonly Step[]): Set<string> {
  const reached = new Set<string>();
  const open = [child];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const next = steps.filter(({ from, to }) => from === at && !reached.has(to));
    for (const { to } of next) reached.add(to);
    open.push(...next.map(({ to }) => to));
  }
  return reached;
}

function tiesOf(steps: readonly Step[], children: readonly string[]): string[] {
  const ways = children.flatMap((from) => children.map((to) => ({ from, to })));
  return ways
    .map((way) => ({ ...way, ties: steps.filter(isOn(way)).map(({ tie }) => tie) }))
    .filter(({ ties }) => ties.length > 0)
    .sort((a, b) => a.ties.length - b.ties.length)
    .map(
      ({ from, to, ties }) => `${from} -> ${to} (${ties.length}): ${ties.slice(0, 3).join(', ')}`,
    );
}

const isOn =
  (way: Pick<Step, 'from' | 'to'>) =>
  ({ from, to }: Step): boolean =>
    from === way.from && to === way.to;
