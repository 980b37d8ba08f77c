import { relative, resolve } from 'node:path';
import { applyScaffold } from '../scaffold/apply.js';
import { DIALECTS, PACKAGE_MANAGERS } from '../scaffold/package-managers.js';
import { planScaffold, refuseConflicts, type ScaffoldPlan } from '../scaffold/plan.js';
import { listTemplates, packageVersion } from '../scaffold/templates.js';
import { initRepository, runTool, type ToolOptions } from '../scaffold/tools.js';
import { commandLine, type InitInputs, quote, readInputs } from './init-inputs.js';
import type { Command, Diagnostic, Invocation, Report } from './types.js';

export interface InitData {
  /** Absolute. */
  directory: string;
  template: string;
  slug: string;
  name: string;
  /** Every file of the connector, relative to the directory, with `/`. */
  files: string[];
  /** Files that replaced a different one, with `--force`. */
  overwritten: string[];
  dry_run: boolean;
  /** Whether the dependencies were installed. */
  installed: boolean;
  /** Whether a git repository was created. */
  git: boolean;
  /** The next command lines. */
  next: string[];
}

/** Only with `--list`. */
export interface InitListData {
  templates: { name: string; summary: string }[];
}

export const command: Command = {
  spec: {
    name: 'init',
    project: false,
    summary: 'create a connector that lints, tests, provisions and syncs offline at once',
    description:
      'Creates a connector from a template, installs its dependencies and creates a git repository. ' +
      'Asks for missing inputs. With --yes it takes the defaults: the current directory, the csv template, ' +
      "a slug from the directory's name, a name from the slug, and npm.",
    arguments: [{ syntax: '[dir]', description: 'target directory; created if missing' }],
    options: [
      {
        flags: '--template <name>',
        description: 'the template to start from (see --list)',
        type: 'text',
      },
      {
        flags: '--slug <slug>',
        description: 'identifies the connector: a-z, 0-9, "-" and "_"',
        type: 'text',
      },
      { flags: '--name <name>', description: 'the name that merchants see', type: 'text' },
      { flags: '--pm <manager>', description: 'package manager', choices: PACKAGE_MANAGERS },
      { flags: '-y, --yes', description: 'take defaults for missing inputs' },
      { flags: '--no-install', description: 'do not install the dependencies' },
      { flags: '--no-git', description: 'do not create a git repository' },
      {
        flags: '--dry-run',
        description: 'list the files, but write nothing',
      },
      {
        flags: '--force',
        description: 'overwrite existing files; no file is deleted',
        noEnv: true,
      },
      { flags: '--list', description: 'list the templates' },
    ],
    examples: [
      { command: 'spm-connect init my-shop', description: 'ask for the other inputs' },
      {
        command: 'spm-connect init my-shop --template csv --yes',
        description: 'take the defaults, install, and create a git repository',
      },
      { command: 'spm-connect init --list', description: 'list the templates' },
    ],
  },
  run: async (invocation) => (invocation.options.list === true ? list() : init(invocation)),
};

async function list(): Promise<Report<InitListData>> {
  const templates = await listTemplates();
  return { data: { templates: templates.map(({ name, summary }) => ({ name, summary })) } };
}

async function init(invocation: Invocation): Promise<Report<InitData>> {
  const { cwd, options } = invocation;
  const inputs = await readInputs(invocation, await listTemplates());
  const plan = await planScaffold({
    template: inputs.template,
    directory: resolve(cwd, inputs.dir),
    slug: inputs.slug,
    name: inputs.name,
    packageManager: inputs.pm,
    version: await packageVersion(),
    alsoWritten: writtenByTools(inputs, options),
  });
  refuseConflicts(plan, options.force === true);
  if (options.dryRun === true) {
    return { data: { ...describe(plan, inputs), next: [commandLine(inputs, options)] } };
  }
  await applyScaffold(plan);
  return finish(invocation, plan, inputs);
}

function writtenByTools({ pm }: InitInputs, { install, git }: Invocation['options']): string[] {
  return [
    ...(git === false ? [] : ['.git']),
    ...(install === false ? [] : ['node_modules', DIALECTS[pm].lockFile]),
  ];
}

function describe(plan: ScaffoldPlan, { template, slug, name }: InitInputs): InitData {
  const overwritten = plan.files.filter(({ existing }) => existing === 'other');
  return {
    directory: plan.directory,
    template,
    slug,
    name,
    files: plan.files.map(({ path }) => path),
    overwritten: overwritten.map(({ path }) => path),
    dry_run: true,
    installed: false,
    git: false,
    next: [],
  };
}

/** The connector works without these two, so a failure is only a warning. */
async function finish(
  { cwd, env, globals, options, signal, startedAs }: Invocation,
  plan: ScaffoldPlan,
  inputs: InitInputs,
): Promise<Report<InitData>> {
  const tools: ToolOptions = {
    cwd: plan.directory,
    env,
    signal,
    output: globals.quiet ? 'none' : 'stderr',
  };
  const diagnostics: Diagnostic[] = [];
  const git = options.git === false ? false : await makeRepository(tools, diagnostics);
  const installed = options.install === false ? false : await install(inputs, tools, diagnostics);
  signal.throwIfAborted();
  const start = installed ? DIALECTS[inputs.pm].run : startedAs;
  const next = nextCommands(relative(cwd, plan.directory), start);
  return { data: { ...describe(plan, inputs), dry_run: false, installed, git, next }, diagnostics };
}

async function makeRepository(tools: ToolOptions, diagnostics: Diagnostic[]): Promise<boolean> {
  const result = await initRepository(tools);
  if (!result.ok) {
    diagnostics.push({
      severity: 'warning',
      code: 'SPM_GIT_INIT_FAILED',
      message: `The git repository was not created: ${result.reason}.`,
      hint: 'Run `git init` in the directory, or pass --no-git.',
    });
  }
  return result.made;
}

async function install(
  { pm }: InitInputs,
  tools: ToolOptions,
  diagnostics: Diagnostic[],
): Promise<boolean> {
  const result = await runTool(pm, ['install'], tools);
  if (!result.ok) {
    diagnostics.push({
      severity: 'warning',
      code: 'SPM_INSTALL_FAILED',
      message: `The dependencies were not installed: ${result.reason}.`,
      hint: `Run \`${DIALECTS[pm].install}\` in the directory. The connector also works without them: spm-connect brings what it needs.`,
    });
  }
  return result.ok;
}

/** Without an install, scripts of package.json do not work, but spm-connect itself does. */
function nextCommands(folder: string, start: string): string[] {
  const cd = folder === '' ? [] : [`cd ${quote(folder)}`];
  return [...cd, ...['lint', 'provision', 'sync'].map((name) => `${start} ${name}`)];
}
