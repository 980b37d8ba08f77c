/** The formats of graph, each loaded when it is used. */
import type { GraphReport } from '../../commands/graph.js';
import type { Look } from '../look.js';

type Format = (report: GraphReport, look: Look) => string | Promise<string>;

const FORMATS = {
  text: async () => (await import('./text.js')).formatText,
  mermaid: async () => (await import('./mermaid.js')).formatMermaid,
  dot: async () => (await import('./dot.js')).formatDot,
  svg: async () => (await import('./svg.js')).formatSvg,
  html: async () => (await import('./html.js')).formatHtml,
} as const satisfies Record<string, () => Promise<Format>>;

/** The plan in that format. Rejects for an unknown format. */
export async function formatGraph(
  format: string,
  report: GraphReport,
  look: Look,
): Promise<string> {
  if (!(format in FORMATS)) throw new Error(`graph has no format ${format}`);
  const load: () => Promise<Format> = FORMATS[format as keyof typeof FORMATS];
  return (await load())(report, look);
}
