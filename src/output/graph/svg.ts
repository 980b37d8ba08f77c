/** The plan as a picture, laid out by Graphviz. */

import type { GraphReport } from '../../commands/graph.js';
import { SpmError } from '../../errors.js';
import type { PlanGraph } from '../../plan/graph-model.js';
import { dotOf, relationshipId } from './dot.js';
import { escapeMarksByNumber, escapeXml, oneLine } from './xml.js';

/** The layout takes seconds for this many, and grows much faster than they do. */
export const LIMIT = { definitions: 500, relationships: 1500 } as const;

/** Whether a picture can be laid out in a time that somebody waits for. */
export function isDrawable({ definitions, relationships }: PlanGraph): boolean {
  return definitions.length <= LIMIT.definitions && relationships.length <= LIMIT.relationships;
}

export async function formatSvg({ graph }: GraphReport): Promise<string> {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${await svgOf(graph)}`;
}

/**
 * One `svg` element, without a prologue. `hrefOf`: where the node of a definition leads to.
 * @throws SpmError SPM_INVALID_VALUE for a plan that is too large
 */
export async function svgOf(graph: PlanGraph, hrefOf?: (id: string) => string): Promise<string> {
  if (!isDrawable(graph)) throw tooLarge(graph);
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const svg = viz.renderString(dotOf(graph, hrefOf), { format: 'svg', engine: 'dot' });
  return escapeMarksByNumber(polish(svg, graph));
}

function tooLarge({ definitions, relationships }: PlanGraph): SpmError {
  return new SpmError('SPM_INVALID_VALUE', 'The plan is too large for a picture', {
    cause: `it has ${definitions.length} definitions and ${relationships.length} relationships; pictures have up to ${LIMIT.definitions} and ${LIMIT.relationships}`,
    hint: 'Use --format text, or --format dot with a Graphviz of your own, such as `sfdp -Tsvg`.',
  });
}

/** Fonts that readers have, names where the pointer rests instead of ids, and nothing from elsewhere. */
function polish(svg: string, graph: PlanGraph): string {
  const names = namesOf(graph);
  return svg
    .slice(svg.indexOf('<svg'))
    .replaceAll('font-family="Helvetica"', `font-family="${FONTS}"`)
    .replace(/<!--[\s\S]*?-->\n/g, '')
    .replace(/ xlink:title="[^"]*"/g, '')
    .replace(TITLE, (_, group: string, id: string, kind: string, title: string) => {
      const name = names.get(kind === 'edge' ? id : title);
      return name === undefined ? group : `${group}\n<title>${escapeXml(name)}</title>`;
    });
}

const FONTS = 'Helvetica, Arial, &#39;Liberation Sans&#39;, sans-serif';

const TITLE = /(<g id="([^"]*)" class="([^"]*)"[^>]*>)\n<title>([^<]*)<\/title>/g;

/** What each node and edge is about, by the id that its line of DOT has. */
function namesOf({ definitions, targets, relationships }: PlanGraph): Map<string, string> {
  const nodes = new Map([...definitions, ...targets].map(({ id, name }) => [id, oneLine(name)]));
  const edges = relationships.map(({ from, field, to, target_field }, index): [string, string] => [
    relationshipId(index),
    oneLine(`${nodes.get(from)}.${field} \u2192 ${nodes.get(to)}.${target_field}`),
  ]);
  return new Map([...nodes, ...edges]);
}
