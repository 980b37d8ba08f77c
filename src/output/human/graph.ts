import type { GraphReport } from '../../commands/graph.js';
import type { Terminal } from '../terminal.js';
import { count } from '../text.js';

/** The terminal output when the drawing was written to a file. */
export function renderGraph({ output_file, graph }: GraphReport, { out }: Terminal): string[] {
  const { definitions, relationships, cycles } = graph;
  const what = `${count(definitions.length, 'definition')}, ${count(relationships.length, 'relationship')}`;
  const warning = cycles.length === 0 ? [] : [`${out.red('✗')} ${count(cycles.length, 'cycle')}`];
  return [`${out.green('✓')} Wrote ${output_file}: ${what}`, ...warning];
}
