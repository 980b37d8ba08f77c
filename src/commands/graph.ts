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
  /** The settings file used to evaluate the plan; null when the plan does not depend on settings. */
  fixture: string | null;
  /** The file with the drawing, relative to the working directory. */
  output_file: string | null;
  graph: PlanGraph;
}

const FORMATS = ['text', 'mermaid', 'dot', 'svg', 'html'] as const;

export const command: Command = {
  spec: {
    name: 'graph',
    summary: 'draw the plan: sources, definitions, relationships, and any cycle',
    description:
      'Shows the order in which definitions are provisioned, and where their fields lead. An invalid plan is drawn too, with its errors in red. Neither the command nor the pictures need a network.',
    arguments: [PLAN_ARGUMENT],
    options: [
      {
        flags: '--format <format>',
        description: 'output format',
        choices: FORMATS,
        default: 'text',
      },
      { flags: '--output-file <file>', description: 'write the drawing to a file' },
      SETTINGS,
    ],
    examples: [
      { command: 'spm-connect graph', description: 'the plan as a tree in the terminal' },
      {
        command: 'spm-connect graph --format html --output-file plan.html',
        description: 'an interactive page that works offline',
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
