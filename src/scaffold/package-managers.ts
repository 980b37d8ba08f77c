export const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn', 'bun'] as const;

export type PackageManager = (typeof PACKAGE_MANAGERS)[number];

/** The commands of a package manager, and the files that it needs besides those of the template. */
interface Dialect {
  install: string;
  /** Starts a script of package.json. */
  run: string;
  test: string;
  /** Starts a binary of a dependency. */
  exec: string;
  /** The files that an install writes besides `node_modules`. */
  lockFile: string;
  /** Keys for package.json. */
  packageJson?: Record<string, unknown>;
  files?: Record<string, string>;
}

/** Packages that compile or fetch a binary when they are installed. For npm, the templates list them. */
const BUILT = ['better-sqlite3', 'esbuild'];

const pnpmWorkspace = [
  '# Packages that may run install scripts; pnpm 10 and 11 require this list.',
  'onlyBuiltDependencies:',
  ...BUILT.map((name) => `  - ${name}`),
  'allowBuilds:',
  ...BUILT.map((name) => `  ${name}: true`),
  '',
].join('\n');

export const DIALECTS: Record<PackageManager, Dialect> = {
  npm: {
    install: 'npm install',
    run: 'npm run',
    test: 'npm test',
    exec: 'npx',
    lockFile: 'package-lock.json',
  },
  pnpm: {
    install: 'pnpm install',
    run: 'pnpm run',
    test: 'pnpm test',
    exec: 'pnpm exec',
    lockFile: 'pnpm-lock.yaml',
    files: { 'pnpm-workspace.yaml': pnpmWorkspace },
  },
  yarn: {
    install: 'yarn install',
    run: 'yarn run',
    test: 'yarn test',
    exec: 'yarn run',
    lockFile: 'yarn.lock',
  },
  bun: {
    install: 'bun install',
    run: 'bun run',
    test: 'bun run test',
    exec: 'bunx',
    lockFile: 'bun.lock',
    packageJson: { trustedDependencies: BUILT },
  },
};

export function isPackageManager(value: string): value is PackageManager {
  return PACKAGE_MANAGERS.some((name) => name === value);
}
