/** Holds the import rules of ARCHITECTURE.md, by reading every import of src. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';
import { describe, expect, it } from 'vitest';
import { circlesOf, circleText, filesIn, type Import, importsOf } from './helpers/imports.ts';

const SRC = fileURLToPath(new URL('../src', import.meta.url));

const files = filesIn(SRC);

const source = (file: string) => readFileSync(join(SRC, file), 'utf8');

const imports = files.flatMap((file) => importsOf(SRC, file));
const own = imports.filter(({ target }) => files.includes(`${target}.ts`));
const top = (path: string) => path.split('/')[0] ?? '';

/** Imports from `layer` that the predicate forbids, as readable lines. */
const violations = (layer: RegExp, forbidden: (entry: Import) => boolean, of = own) =>
  of
    .filter((entry) => layer.test(entry.file) && forbidden(entry))
    .map(({ file, target }) => `${file} imports ${target}`);

const LEAVES = ['errors', 'nearest', 'digits', 'safe', 'time', 'visible', 'messages', 'syntax'];

describe('import rules', () => {
  it('reads the imports of every file', () => {
    expect(own.length).toBeGreaterThan(files.length / 2);
  });

  it('the leaves import nothing', () => {
    expect(violations(/^(errors|nearest|digits|time|visible)\.ts$/, () => true, imports)).toEqual(
      [],
    );
    const inOwn = (folder: string, allowed: string[]) =>
      violations(new RegExp(`^${folder}/`), ({ target }) => !allowed.includes(top(target)));
    expect(inOwn('messages', ['messages'])).toEqual([]);
    expect(inOwn('syntax', ['syntax', 'messages'])).toEqual([]);
  });

  it('connector imports pure leaves only, and plan connector beside', () => {
    const others = (layer: string, allowed: string[]) =>
      violations(new RegExp(`^${layer}/`), ({ target }) => !allowed.includes(top(target)));
    expect(others('connector', ['connector', ...LEAVES])).toEqual([]);
    expect(others('plan', ['plan', 'connector', ...LEAVES])).toEqual([]);
  });

  it.each(['plan', 'connector'])('%s does no I/O', (layer) => {
    const io =
      /^(node:)?(fs|net|http|https|child_process|process|os)(\/|$)|^(axios|fastify|better-sqlite3)$/;
    expect(violations(new RegExp(`^${layer}/`), ({ target }) => io.test(target), imports)).toEqual(
      [],
    );
  });

  it('plan-file imports plan, connector and leaves only', () => {
    const allowed = ['plan-file', 'plan', 'connector', ...LEAVES];
    expect(violations(/^plan-file\//, ({ target }) => !allowed.includes(top(target)))).toEqual([]);
  });

  it('lint imports the core, config, the evaluation of plans and what hides secrets', () => {
    const allowed = ['lint', 'plan-file', 'plan', 'connector', 'config', 'own-files', ...LEAVES];
    expect(
      violations(
        /^lint\//,
        ({ target }) =>
          !allowed.includes(top(target)) && !/^runtime\/(provision|security)\//.test(target),
      ),
    ).toEqual([]);
  });

  it('files imports errors and the type of clean text only', () => {
    const others = ({ target }: Import) => !['files', 'errors', 'safe'].includes(top(target));
    expect(violations(/^files\//, others)).toEqual([]);
  });

  it('runtime never imports commands, output, config, sandbox or app', () => {
    const forbidden = ['commands', 'output', 'config', 'sandbox', 'cli', 'app'];
    expect(violations(/^runtime\//, ({ target }) => forbidden.includes(top(target)))).toEqual([]);
  });

  it('sandbox imports connector types, the checks it shares with lint, errors and its own files only', () => {
    const allowed = ['sandbox', 'own-files', 'files', ...LEAVES];
    const shared = /^connector\/(types|config-schema|config-value|formats)$/;
    expect(
      violations(
        /^sandbox\//,
        ({ target }) => !allowed.includes(top(target)) && !shared.test(target),
      ),
    ).toEqual([]);
  });

  it('app knows neither a command line nor a terminal', () => {
    const forbidden = ['commands', 'output', 'cli', 'schemas'];
    expect(violations(/^app\//, ({ target }) => forbidden.includes(top(target)))).toEqual([]);
    expect(
      files.filter((file) => /^app\//.test(file) && /\bInvocation\b/.test(source(file))),
    ).toEqual([]);
  });

  it('commands import no renderer and no adapter', () => {
    expect(
      violations(
        /^commands\//,
        ({ target }) =>
          top(target) === 'output' || /^(runtime\/(store|api)|sandbox)\//.test(target),
      ),
    ).toEqual([]);
  });

  it.each([
    ['the adapter of the store', 'runtime/store/', /^runtime\/store\/sqlite/],
    ['the API client', 'runtime/', /^runtime\/api\/client$/],
    ['the start of the sandbox', 'sandbox/', /^sandbox\/index$/],
    ['what loads connectors', 'config/connector.ts', /^config\/connector$/],
  ])('only app imports %s', (_, itself, adapter) => {
    // Test helpers re-export the sandbox for authors.
    const others = ({ file }: Import) =>
      !/^(app\/|testing\.ts$)/.test(file) && !file.startsWith(itself);
    const uses = own.filter(({ target }) => adapter.test(target));
    expect(uses.filter(({ file }) => file.startsWith('app/'))).not.toEqual([]);
    expect(violations(/./, others, uses)).toEqual([]);
  });

  it('output imports no runtime code, only the types of its data', () => {
    expect(
      violations(
        /^output\//,
        ({ target, typeOnly }) =>
          !['output', 'own-files', 'files', ...LEAVES].includes(top(target)) && !typeOnly,
      ),
    ).toEqual([]);
  });
});

describe('shape', () => {
  it('no two children of a folder import each other, however far around', () => {
    expect(circlesOf(own).map(circleText)).toEqual([]);
  });

  it('no file has more than 300 lines', () => {
    const long = files.filter((file) => source(file).trimEnd().split('\n').length > 300);
    expect(long).toEqual([]);
  });

  it('no class of the engine has more than ten members', () => {
    const engine = files.filter((file) => /^runtime\/(sync|loop|replay|lease)\//.test(file));
    const classes = engine.flatMap((file) => classesIn(source(file)));
    expect(classes.length).toBeGreaterThan(5);
    expect(classes.filter(({ members }) => members > 10)).toEqual([]);
  });
});

/** The fields, methods and parameter properties of a class, without the constructor. */
function classesIn(code: string): { name: string; members: number }[] {
  const { program } = parse(code, { sourceType: 'module', plugins: ['typescript'] });
  return program.body.flatMap((statement) => {
    const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (node?.type !== 'ClassDeclaration') return [];
    const members = node.body.body.reduce(
      (sum, member) =>
        member.type === 'ClassMethod' && member.kind === 'constructor'
          ? sum + member.params.filter(({ type }) => type === 'TSParameterProperty').length
          : sum + 1,
      0,
    );
    return [{ name: node.id?.name ?? '', members }];
  });
}

/** The names that a file imports from `node:fs`; `*` for an import without names. */
function namesFromFs(file: string): string[] {
  const module = /'(?:node:)?fs(?:\/promises)?'/.source;
  const named = new RegExp(`\\{([^{}]*)\\} (?:from|= await import\\() ?${module}`, 'g');
  const lists = [...source(file).matchAll(named)].map(([, list = '']) => list);
  const all = source(file).match(new RegExp(module, 'g')) ?? [];
  const names = lists.flatMap((list) => list.split(',').map((name) => name.trim()));
  const values = names.filter((name) => name !== '' && !name.startsWith('type '));
  return [...values, ...(all.length > lists.length ? ['*'] : [])];
}

describe('who may touch what', () => {
  const users = (pattern: RegExp, allowed: RegExp) =>
    files.filter((file) => !allowed.test(file) && pattern.test(source(file)));

  it('only output and cli touch the standard streams, and only cli ends the process', () => {
    expect(users(/process\.(stdout|stderr)|console\./, /^(output\/|cli\.ts$)/)).toEqual([]);
    // Lint replaces it while the code of a connector runs.
    expect(users(/process\.exit/, /^(cli|lint\/contained)\.ts$/)).toEqual([]);
  });

  it('only files makes files and folders, and folders level by level', () => {
    const reads = /^(readFile|readdir|readlink|realpath|stat|lstat|fstat|access|exists)(Sync)?$/;
    const moves = new Map([
      // It moves its files into place, or removes them.
      ['scaffold/apply.ts', ['cpSync', 'renameSync', 'rmSync']],
      // It writes to the standard streams.
      ['output/pipes.ts', ['writeSync']],
      // If this process cannot write a store, they copy it into a private folder, and remove the copy later.
      [
        'runtime/store/sqlite/copy.ts',
        ['openSync', 'readSync', 'closeSync', 'copyFile', 'chmod', 'rm'],
      ],
      ['runtime/store/sqlite/reading.ts', ['mkdtempSync', 'rmSync']],
    ]);
    const makes = (file: string) =>
      namesFromFs(file).filter(
        (name) => !reads.test(name) && name !== 'constants' && !moves.get(file)?.includes(name),
      );
    const makers = files.filter((file) => !file.startsWith('files/') && makes(file).length > 0);
    expect(makers).toEqual([]);
    expect(users(/mkdir\w*\([^;]*recursive/, /^$/)).toEqual([]);
  });

  it('the core takes time and chance from its ports', () => {
    const core = files.filter((file) => /^(runtime|plan|connector)\//.test(file));
    const reads = /\bDate\.now\(\)|new Date\(\)|Math\.random\(\)|performance\.now\(\)/;
    // The second compares a file's time with the current time.
    const allowed = ['runtime/clock.ts', 'runtime/store/sqlite/copy.ts'];
    expect(core.filter((file) => !allowed.includes(file) && reads.test(source(file)))).toEqual([]);
  });

  it('no file switches types off', () => {
    const code = (file: string) => source(file).replace(/\/\*[\s\S]*?\*\/|(?<=\s)\/\/.*/g, '');
    const off = (pattern: RegExp) => files.filter((file) => pattern.test(code(file)));
    expect(off(/\bas any\b|: any\b/)).toEqual([]);
    expect(users(/@ts-ignore|@ts-expect-error/, /^$/)).toEqual([]);
  });

  it('every use of SQLite, Fastify and the SDK at the top of a command is lazy', () => {
    const heavy = /^(better-sqlite3|fastify|@shopimind\/sdk-js)$/;
    const eager = imports.filter(
      ({ file, target, typeOnly }) =>
        heavy.test(target) && !typeOnly && /^(cli|commands|config|output|app)/.test(file),
    );
    expect(eager).toEqual([]);
  });
});
