/** The human renderer of each command: data in, lines out. */
import type { Terminal } from '../terminal.js';
import { visibleData } from '../visible-data.js';
import type { Rendered, Renderer } from './rendered.js';

/** By the name of the command. The parameter of a renderer is the data of its command. */
const RENDERERS: Record<string, () => Promise<Renderer<never>>> = {
  init: async () => (await import('./init.js')).renderInit,
  sandbox: async () => (await import('./sandbox.js')).renderSandbox,
  graph: async () => (await import('./graph.js')).renderGraph,
  types: async () => (await import('./types.js')).renderTypes,
  lint: async () => (await import('./lint.js')).renderLint,
  'installations list': async () => (await import('./installations.js')).renderInstallationsList,
  'installations add': async () => (await import('./installations.js')).renderInstallationAdded,
  'installations show': async () => (await import('./installation.js')).renderInstallation,
  'installations activate': async () => (await import('./installations.js')).renderStatusChange,
  'installations deactivate': async () => (await import('./installations.js')).renderStatusChange,
  'installations set': async () => (await import('./installations.js')).renderIntervalChange,
  'installations pause': async () => (await import('./installations.js')).renderPauseChange,
  'installations resume': async () => (await import('./installations.js')).renderPauseChange,
  'installations token': async () => (await import('./installations.js')).renderToken,
  'installations remove': async () => (await import('./installations.js')).renderRemoved,
  'secrets rotate': async () => (await import('./secrets.js')).renderRotated,
  provision: async () => (await import('./provision.js')).renderProvision,
  pull: async () => (await import('./pull.js')).renderPull,
  sync: async () => (await import('./sync.js')).renderSync,
  serve: async () => (await import('./serve.js')).renderServeEvent,
  health: async () => (await import('./health.js')).renderHealth,
  overview: async () => (await import('./overview.js')).renderOverview,
  'runs list': async () => (await import('./runs.js')).renderRunsList,
  'runs show': async () => (await import('./runs.js')).renderRun,
  'cursors list': async () => (await import('./cursors.js')).renderCursorsList,
  'cursors reset': async () => (await import('./cursors.js')).renderCursorsChanged,
  'cursors set': async () => (await import('./cursors.js')).renderCursorsChanged,
  'cursors export': async () => (await import('./cursors.js')).renderCursorsExport,
  'cursors import': async () => (await import('./cursors.js')).renderCursorsChanged,
  'rejects list': async () => (await import('./rejects.js')).renderRejectsList,
  'rejects show': async () => (await import('./rejects.js')).renderReject,
  'rejects replay': async () => (await import('./rejects.js')).renderReplay,
  'rejects discard': async () => (await import('./rejects.js')).renderDiscarded,
  'rejects purge': async () => (await import('./rejects.js')).renderPurged,
  'rejects export': async () => (await import('./rejects.js')).renderRejectsExport,
  'migrate-from-kit': async () => (await import('./migrate.js')).renderMigration,
  config: async () => (await import('./config.js')).renderConfig,
};

/** The commands with a human renderer. */
export const RENDERED = Object.keys(RENDERERS);

/** Keys whose values a renderer gets unchanged, since it shows them as JSON or quotes them, and escapes them itself. */
const AS_IT_CAME: Readonly<Record<string, readonly string[]>> = {
  sandbox: ['rows'],
  lint: ['files', 'findings', 'text'],
  'installations show': ['value'],
  provision: ['from', 'to', 'default'],
  sync: ['records'],
  'rejects show': ['payload'],
};

export async function renderData(
  command: string,
  data: unknown,
  terminal: Terminal,
): Promise<Rendered> {
  const rendered = (await loadRenderer(command))(visibleData(data, AS_IT_CAME[command]), terminal);
  return Array.isArray(rendered) ? { out: rendered, err: [] } : rendered;
}

/** The partial result of a command that failed, if the details of the error have it. */
export async function renderDone(details: unknown, terminal: Terminal): Promise<string[]> {
  const { report } = (visibleData(details) ?? {}) as { report?: unknown };
  if (report === undefined) return [];
  const { isReplay, renderEndedReplay } = await import('./rejects.js');
  if (isReplay(report)) return renderEndedReplay(report, terminal);
  const { isSyncReport, renderEndedRun } = await import('./sync.js');
  // A dry run has no id.
  return isSyncReport(report) && report.run_id > 0 ? renderEndedRun(report, terminal) : [];
}

async function loadRenderer(command: string): Promise<Renderer> {
  const load = RENDERERS[command];
  if (load === undefined) throw new Error(`no renderer for ${command}`);
  return (await load()) as Renderer;
}
