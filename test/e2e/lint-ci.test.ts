/** The CI set-ups in docs/lint.md: parsed, and their commands run as the service would run them. */
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  convertWorkflowTemplate,
  NoOperationTraceWriter,
  parseWorkflow,
} from '@actions/workflow-parser';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import { parse } from 'yaml';
import { BIN, cleanEnv, ROOT } from '../helpers/cli.js';
import { CONFIG, connectorSource, project, type TestProject } from '../helpers/project.js';

const page = readFileSync(join(ROOT, 'docs', 'lint.md'), 'utf8');

/** The block of the page that contains this file. */
function shown(name: string): string {
  const blocks = [...page.matchAll(/^```(?:yaml|sh)\n([\s\S]*?)^```/gm)].map(
    ([, body = '']) => body,
  );
  return blocks.find((body) => body.includes(`# ${name}\n`)) ?? expect.fail(`no ${name}`);
}

/** One mistake: there is no field `code`. */
const BAD = `{ customData: [{
  name: 'Store',
  unique_keys: ['code'],
  fields: [{ name: 'city', label: 'City', type: 'text', required: true }],
}] }`;

let tools: TestProject;
let repo: TestProject;

/** `npx` finds this build, and `npm ci` does nothing. */
beforeAll(() => {
  tools = project({
    npm: '#!/bin/sh\ntest "$1" = ci\n',
    npx: `#!/bin/sh
test "$1" = --no-install && shift
test "$1" = spm-connect || exit 99
shift
exec "${process.execPath}" "${BIN}" "$@"
`,
  });
  for (const name of ['npm', 'npx']) chmodSync(tools.file(name), 0o755);
});
afterAll(() => tools.remove());

beforeEach(() => {
  repo = project({ 'spm-connect.config.mjs': CONFIG });
  repo.write('connector.mjs', connectorSource({ provisioning: BAD }));
});
afterEach(() => repo.remove());

const mend = () => repo.write('connector.mjs', connectorSource());

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

function call(file: string, args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const options = {
    cwd: repo.path,
    env: cleanEnv({ PATH: `${tools.path}:${process.env.PATH}`, ...env }),
  };
  return new Promise((resolve) => {
    execFile(file, args, options, (error, stdout, stderr) =>
      resolve({
        code: typeof error?.code === 'number' ? error.code : error ? -1 : 0,
        stdout,
        stderr,
      }),
    );
  });
}

/** Runs a script like a runner: it stops at the first command that fails. */
const script = (lines: readonly string[], env: Record<string, string> = {}) =>
  call('bash', ['-e', '-c', lines.join('\n')], { CI: 'true', ...env });

interface WorkflowStep {
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, unknown>;
}

/** The steps of the workflow's only job. */
async function workflowSteps(name: string): Promise<WorkflowStep[]> {
  const content = shown(name);
  const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
  expect(context.errors.getErrors()).toEqual([]);
  const template = await convertWorkflowTemplate(context, value ?? expect.fail('no workflow'));
  expect(template.errors ?? []).toEqual([]);
  expect(template.jobs).toHaveLength(1);
  return parse(content).jobs.lint.steps;
}

const runs = (steps: readonly WorkflowStep[]) => steps.flatMap(({ run }) => run ?? []);

describe('the workflow with annotations', () => {
  const NAME = '.github/workflows/lint.yml';
  const github = { GITHUB_ACTIONS: 'true' };

  it('annotates the findings and fails', async () => {
    const { code, stdout } = await script(runs(await workflowSteps(NAME)), github);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^::error file=connector\.mjs,(line=\d+,[^:]*)?title=plan\/unique-keys::"code" is not a field/m,
    );
  });

  it('names files from the root of the repository', async () => {
    const root = join(repo.path, '..');
    const { stdout } = await script(runs(await workflowSteps(NAME)), {
      ...github,
      GITHUB_WORKSPACE: root,
    });
    expect(stdout).toContain(`::error file=${repo.path.slice(root.length + 1)}/connector.mjs,`);
  });

  it('passes without findings', async () => {
    mend();
    const ended = await script(runs(await workflowSteps(NAME)), github);
    expect(ended).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it('would not be taken with a mistake', () => {
    const content = shown(NAME).replace('runs-on', 'run-on');
    const { context } = parseWorkflow({ name: NAME, content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors()).not.toEqual([]);
  });
});

describe('the workflow with code scanning', () => {
  it('writes the log that it uploads, also when lint fails', async () => {
    const name = '.github/workflows/code-scanning.yml';
    const steps = await workflowSteps(name);
    const { code, stdout } = await script(runs(steps), { GITHUB_WORKSPACE: repo.path });
    expect(code).toBe(1);
    expect(stdout).toContain('1 error, 0 warnings in 1 file');

    const upload = steps.at(-1);
    expect(upload?.uses).toMatch(/^github\/codeql-action\/upload-sarif@v\d+$/);
    expect(upload?.if).toBe('always()');
    expect(parse(shown(name)).permissions['security-events']).toBe('write');
    const log = JSON.parse(readFileSync(repo.file(String(upload?.with?.sarif_file)), 'utf8'));
    expect(log.version).toBe('2.1.0');
    expect(log.runs[0].results).toMatchObject([
      {
        ruleId: 'plan/unique-keys',
        locations: [{ physicalLocation: { artifactLocation: { uri: 'connector.mjs' } } }],
      },
    ]);
    const { rules } = log.runs[0].tool.driver;
    expect(rules[log.runs[0].results[0].ruleIndex].id).toBe('plan/unique-keys');
  });
});

describe('the job of GitLab', () => {
  it('writes the test report that it keeps, also when lint fails', async () => {
    const pipeline = parse(shown('.gitlab-ci.yml'));
    expect(Object.keys(pipeline)).toEqual(['lint']);
    const { image, script: lines, artifacts, ...more } = pipeline.lint;
    expect(more).toEqual({});
    expect(image).toMatch(/^node:\d+$/);
    expect(artifacts.when).toBe('always');

    const env = { CI_PROJECT_DIR: repo.path, GITLAB_CI: 'true' };
    expect((await script(lines, env)).code).toBe(1);
    const contents = readFileSync(repo.file(artifacts.reports.junit), 'utf8');
    expect(contents).toContain('failures="1"');
    const schema = [readFileSync(join(ROOT, 'test/fixtures/formats/junit.xsd'), 'utf8')];
    const { errors } = await validateXML({ xml: [{ fileName: 'lint.xml', contents }], schema });
    expect(errors).toEqual([]);

    mend();
    expect((await script(lines, env)).code).toBe(0);
    expect(readFileSync(repo.file(artifacts.reports.junit), 'utf8')).toContain('failures="0"');
  });
});

describe('the Code Quality job of GitLab', () => {
  it('writes the report that it keeps, also when lint fails', async () => {
    const { script: lines, artifacts } = parse(shown('code-quality/.gitlab-ci.yml')).code_quality;
    const inner = { CI_PROJECT_DIR: join(repo.path, '..'), GITLAB_CI: 'true' };
    expect((await script(lines, inner)).code).toBe(1);
    const report = JSON.parse(readFileSync(repo.file(artifacts.reports.codequality), 'utf8'));
    expect(report).toMatchObject([
      {
        check_name: 'plan/unique-keys',
        location: { path: `${basename(repo.path)}/connector.mjs` },
      },
    ]);
  });
});

const git = (...args: string[]) =>
  call('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args]);

const commits = async () => (await git('rev-list', '--all', '--count')).stdout.trim();

describe("git's hook", () => {
  it('refuses a commit with a finding, and takes the mended one', async () => {
    await git('init', '-q');
    await git('add', '.');
    repo.write('.git/hooks/pre-commit', shown('.git/hooks/pre-commit'));
    chmodSync(repo.file('.git/hooks/pre-commit'), 0o755);

    const refused = await git('commit', '-q', '-m', 'bad');
    expect(refused.code).toBe(1);
    expect(refused.stdout + refused.stderr).toContain('"code" is not a field');
    expect(await commits()).toBe('0');

    mend();
    await git('add', '.');
    expect(await git('commit', '-q', '-m', 'good')).toMatchObject({ code: 0 });
    expect(await commits()).toBe('1');
  });
});

describe('the hook of pre-commit', () => {
  it('is a complete local hook, whose entry fails with a finding', async () => {
    const { repos } = parse(shown('.pre-commit-config.yaml'));
    expect(repos).toEqual([{ repo: 'local', hooks: [expect.anything()] }]);
    const { id, name, language, entry, ...more } = repos[0].hooks[0];
    expect([id, name, language]).toEqual(['spm-connect-lint', 'spm-connect lint', 'system']);
    expect(more).toEqual({ always_run: true, pass_filenames: false });

    // The framework splits the entry into words and runs it without a shell.
    const [file = '', ...args] = String(entry).split(' ');
    const failed = await call(file, args);
    expect(failed.code).toBe(1);
    expect(failed.stdout).toContain('"code" is not a field');
    mend();
    expect((await call(file, args)).code).toBe(0);
  });
});
