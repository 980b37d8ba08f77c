import { relative, resolve } from 'node:path';
import type { PlanGraph } from '../plan/graph-model.js';
import { withApp } from './app.js';
import { refuseTwoDocuments } from './documents.js';
import { openRequestedPlan, PLAN_ARGUMENT, SETTINGS, unreadableParts } from './plan-options.js';
import type { Command, Invocation, Report } from './types.js';

export interface GraphReport {
  /** Name of the connector, or of the plan file. */
  title: string;
  /** Relative to the working directory, with forward slashes. */
  file: string;
  /** The settings that the plan was evaluated with; null when it depends on none. */
  fixture: string | null;
  /** Where the picture was written to, relative to the working directory. */
  output_file: string | null;
  graph: PlanGraph;
}

const FORMATS = ['text', 'mermaid', 'dot', 'svg', 'html'] as const;

export const command: Command = {
  spec: {
    name: 'graph',
    summary: 'draw the plan: sources, definitions, relationships, and any cycle',
    description:
      'Shows in which order definitions are provisioned, and what their fields lead to. A plan that is not right yet is drawn too, with what is wrong in red. Needs no network, and the pictures need none.',
    arguments: [PLAN_ARGUMENT],
    options: [
      {
        flags: '--format <format>',
        description: 'how it is drawn',
        choices: FORMATS,
        default: 'text',
      },
      { flags: '--output-file <file>', description: 'write it to a file' },
      SETTINGS,
    ],
    examples: [
      { command: 'spm-connect graph', description: 'the plan as a tree, here in the terminal' },
      {
        command: 'spm-connect graph --format html --output-file plan.html',
        description: 'a page to look around in, which needs no network',
      },
      {
        command: 'spm-connect graph shop.plan.yaml --format mermaid',
        description: 'a plan file as a diagram for a README',
      },
    ],
  },
  run: (invocation) =>
    withApp(invocation, async (app) => {
      refuseTwoDocuments(invocation, 'text');
      const { graphPlan } = await import('../plan/graph-model.js');
      const { plan, ...facts } = await openRequestedPlan(invocation, app);
      return report({ ...facts, output_file: null, graph: graphPlan(plan) }, invocation);
    }),
};

function report(data: GraphReport, { options, cwd }: Invocation): Report<GraphReport> {
  const format = String(options.format);
  const diagnostics = unreadableParts(data.file, data.graph.unreadable, 'is not drawn');
  if (typeof options.outputFile !== 'string') return { data, print: { format }, diagnostics };
  const path = resolve(cwd, options.outputFile);
  const output_file = relative(cwd, path).replaceAll('\\', '/');
  return { data: { ...data, output_file }, files: [{ format, path }], diagnostics };
}
