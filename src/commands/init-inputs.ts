import { basename, resolve } from 'node:path';
import { SpmError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import { nameFrom, nameProblem, slugFrom, slugProblem } from '../scaffold/names.js';
import {
  isPackageManager,
  PACKAGE_MANAGERS,
  type PackageManager,
} from '../scaffold/package-managers.js';
import { findTemplate } from '../scaffold/plan.js';
import type { Template } from '../scaffold/templates.js';
import type { Invocation } from './types.js';

/** The inputs of `init`: given as options, asked for, or defaults with `--yes`. */
export interface InitInputs {
  /** As given: relative to the working directory, or absolute. */
  dir: string;
  template: string;
  slug: string;
  name: string;
  pm: PackageManager;
}

type Input = keyof InitInputs;
type Partly = Partial<InitInputs>;

/** The flag of each input, in the order of the questions. */
const FLAGS: Record<Input, string> = {
  dir: '[dir]',
  template: '--template',
  slug: '--slug',
  name: '--name',
  pm: '--pm',
};
const INPUTS = Object.keys(FLAGS) as Input[];

/** Flags that the suggested command line repeats. */
const KEPT: { option: string; value: boolean; flag: string }[] = [
  { option: 'install', value: false, flag: '--no-install' },
  { option: 'git', value: false, flag: '--no-git' },
  { option: 'force', value: true, flag: '--force' },
];

/**
 * Takes the given inputs and asks for the others, or takes defaults with `--yes`. Throws SPM_INVALID_VALUE,
 * SPM_UNKNOWN_TEMPLATE, or SPM_MISSING_INPUT when it must not ask.
 */
export async function readInputs(
  invocation: Invocation,
  templates: readonly Template[],
): Promise<InitInputs> {
  const given = readGiven(invocation, templates);
  const missing = INPUTS.filter((input) => given[input] === undefined);
  if (missing.length === 0 || invocation.options.yes === true) {
    return withDefaults(given, templates, invocation.cwd);
  }
  if (!invocation.interactive) throw missingInput(invocation, given, missing, templates);
  return ask(invocation, given, templates);
}

/** The command line with the same effect and no questions. */
export function commandLine(inputs: InitInputs, options: Invocation['options']): string {
  const kept = KEPT.filter(({ option, value }) => options[option] === value);
  return [
    'spm-connect init',
    quote(inputs.dir),
    ...(['template', 'slug', 'name', 'pm'] as const).map((key) => `--${key} ${quote(inputs[key])}`),
    ...kept.map(({ flag }) => flag),
  ].join(' ');
}

/** Quoted for a shell if necessary. */
export function quote(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function readGiven({ args, options }: Invocation, templates: readonly Template[]): Partly {
  const given: Partly = {};
  const text = (option: string) => {
    const value = options[option];
    return typeof value === 'string' ? value : undefined;
  };
  if (args[0] !== undefined) given.dir = args[0];
  const template = text('template');
  if (template !== undefined) given.template = findTemplate(templates, template).name;
  const slug = text('slug');
  if (slug !== undefined) given.slug = valid('--slug', slug, slugProblem);
  const name = text('name');
  if (name !== undefined) given.name = valid('--name', name.trim(), nameProblem);
  const pm = text('pm');
  if (pm !== undefined) given.pm = packageManager(pm);
  return given;
}

function valid(
  flag: string,
  value: string,
  problem: (value: string) => string | undefined,
): string {
  const wrong = problem(value);
  if (wrong === undefined) return value;
  const slug = flag === '--slug' ? slugFrom(value) : '';
  throw new SpmError('SPM_INVALID_VALUE', `${flag} ${JSON.stringify(value)} cannot be used`, {
    cause: `${wrong.charAt(0).toUpperCase()}${wrong.slice(1)}.`,
    hint: slug === '' ? `Give another ${flag}.` : `For example, ${flag} ${slug}.`,
  });
}

function packageManager(value: string): PackageManager {
  if (isPackageManager(value)) return value;
  throw new SpmError('SPM_INVALID_VALUE', `--pm "${value}" is not a supported package manager`, {
    hint: didYouMean(value, PACKAGE_MANAGERS) ?? `Use one of ${PACKAGE_MANAGERS.join(', ')}.`,
  });
}

function withDefaults(given: Partly, templates: readonly Template[], cwd: string): InitInputs {
  const dir = given.dir ?? '.';
  const template = given.template ?? 'csv';
  const slug = given.slug ?? defaultSlug(dir, cwd, findTemplate(templates, template));
  return { dir, template, slug, name: given.name ?? nameFrom(slug), pm: given.pm ?? 'npm' };
}

/** Made from the directory's name; if that gives no slug, the template's default. */
function defaultSlug(dir: string, cwd: string, template: Template): string {
  return slugFrom(basename(resolve(cwd, dir))) || template.defaults.slug;
}

function missingInput(
  { options, cwd }: Invocation,
  given: Partly,
  missing: readonly Input[],
  templates: readonly Template[],
): SpmError {
  const command = commandLine(withDefaults(given, templates, cwd), options);
  const flags = missing.map((input) => FLAGS[input]);
  return new SpmError('SPM_MISSING_INPUT', `init needs ${flags.join(', ')}`, {
    cause: 'Questions are off: there is no terminal, CI is set, or --no-input was given.',
    hint: `For example: ${command} (or pass --yes for these defaults).`,
    details: { missing: flags, command },
  });
}

async function ask(
  { prompt, cwd }: Invocation,
  given: Partly,
  templates: readonly Template[],
): Promise<InitInputs> {
  const answers = { ...given };
  const initial = () => withDefaults(answers, templates, cwd);
  answers.dir ??= (await prompt.text({ message: 'Directory', initial: initial().dir })) || '.';
  answers.template ??= await prompt.select({
    message: 'Template',
    options: templates.map(({ name, summary }) => ({ value: name, label: name, hint: summary })),
    initial: initial().template,
  });
  answers.slug ??= await prompt.text({
    message: 'Slug',
    initial: initial().slug,
    validate: slugProblem,
  });
  answers.name ??= await prompt.text({
    message: 'Name that merchants see',
    initial: initial().name,
    validate: nameProblem,
  });
  answers.pm ??= await prompt.select({
    message: 'Package manager',
    options: PACKAGE_MANAGERS.map((name) => ({ value: name, label: name })),
    initial: initial().pm,
  });
  return { ...initial(), name: answers.name.trim() };
}
