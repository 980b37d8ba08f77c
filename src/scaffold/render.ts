import { posix } from 'node:path';
import { packageNameFrom } from './names.js';
import { DIALECTS, type PackageManager } from './package-managers.js';
import type { Template, TemplateFile } from './templates.js';

/** The author's choices. */
export interface Choices {
  slug: string;
  name: string;
  packageManager: PackageManager;
  /** The version of spm-connect, for the dependency. */
  version: string;
}

interface Rendering extends Choices {
  defaults: Template['defaults'];
}

type Render = (text: string, rendering: Rendering) => string;

/** Files with replacements; all other files are copied byte for byte. */
const RENDERERS: { matches: (path: string) => boolean; render: Render }[] = [
  { matches: (path) => path === 'package.json', render: renderPackageJson },
  { matches: (path) => path.endsWith('.ts'), render: renderTypeScript },
  { matches: (path) => path === 'README.md', render: renderReadme },
  { matches: (path) => path.startsWith('.github/'), render: renderWorkflow },
];

/** The files of a connector from those of its template. Pure. */
export function renderTemplate(
  template: Template,
  files: readonly TemplateFile[],
  choices: Choices,
): TemplateFile[] {
  const rendering = { ...choices, defaults: template.defaults };
  const extra = Object.entries(DIALECTS[choices.packageManager].files ?? {});
  return [
    ...files.map((file) => renderFile(file, rendering)),
    ...extra.map(([path, text]) => ({ path, content: Buffer.from(text) })),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function renderFile(file: TemplateFile, rendering: Rendering): TemplateFile {
  const path = targetPath(file.path);
  const render = RENDERERS.find(({ matches }) => matches(path))?.render;
  if (render === undefined) return { path, content: file.content };
  return { path, content: Buffer.from(render(file.content.toString('utf8'), rendering)) };
}

/** npm leaves a `.gitignore` out of a package, so templates hold it as `_gitignore`. */
function targetPath(path: string): string {
  const { dir, base } = posix.parse(path);
  return base === '_gitignore' ? posix.join(dir, '.gitignore') : path;
}

interface PackageJson {
  name: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

function renderPackageJson(text: string, { slug, packageManager, version }: Rendering): string {
  const manifest: PackageJson = JSON.parse(text);
  const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  manifest.name = packageNameFrom(slug, dependencies);
  manifest.dependencies['spm-connect'] = `^${version}`;
  Object.assign(manifest, DIALECTS[packageManager].packageJson);
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function renderTypeScript(text: string, { defaults, slug, name }: Rendering): string {
  const literals = new Map([
    [defaults.slug, slug],
    [defaults.name, name],
  ]);
  return text.replace(/'([^'\\\n]*)'/g, (literal, value: string) => {
    const chosen = literals.get(value);
    return chosen === undefined ? literal : quote(chosen);
  });
}

/** A TypeScript literal in single quotes, or in double quotes if that avoids an escape. */
function quote(value: string): string {
  if (value.includes("'") && !value.includes('"')) return `"${value.replaceAll('\\', '\\\\')}"`;
  return `'${value.replace(/[\\']/g, '\\$&')}'`;
}

function renderReadme(text: string, rendering: Rendering): string {
  const { defaults, name } = rendering;
  const title = `# ${defaults.name}\n`;
  const rest = text.startsWith(title) ? `# ${name}\n${text.slice(title.length)}` : text;
  return speak(rest, rendering.packageManager);
}

function renderWorkflow(text: string, { packageManager }: Rendering): string {
  if (packageManager === 'npm') return text;
  // Fetched by the npm that comes with Node.
  const fetch = `- run: npm install --global ${packageManager}`;
  return speak(text, packageManager).replace(/^( *)- run: \w+ install$/m, `$1${fetch}\n$&`);
}

/** Templates are written for npm. */
function speak(text: string, packageManager: PackageManager): string {
  const { install, run, test, exec } = DIALECTS[packageManager];
  return text
    .replace(/\bnpm install\b/g, install)
    .replace(/\bnpm run\b/g, run)
    .replace(/\bnpm test\b/g, test)
    .replace(/\bnpx\b/g, exec);
}
