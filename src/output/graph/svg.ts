/** The plan as a picture. */

import type { GraphReport } from '../../commands/graph.js';
import { SpmError } from '../../errors.js';
import type { PlanGraph } from '../../plan/graph-model.js';
import { pack } from './layout/pack.js';
import { light } from './palette.js';
import { definitionPanels } from './picture/definitions.js';
import { group } from './picture/panel.js';
import { sourcesPanel } from './picture/sources.js';

/** A larger picture would be unreadable. */
export const LIMIT = { definitions: 500, relationships: 1500 } as const;

/** Whether the plan is small enough for a picture. */
export function isDrawable({ definitions, relationships }: PlanGraph): boolean {
  return definitions.length <= LIMIT.definitions && relationships.length <= LIMIT.relationships;
}

export function formatSvg({ graph }: GraphReport): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${svgOf(graph)}`;
}

const MARGIN = 28;

/** Fonts that most readers have. */
const FONTS = 'Helvetica, Arial, &#39;Liberation Sans&#39;, sans-serif';

/**
 * One `svg` element, without a prologue. `hrefOf` returns the link of a definition's node.
 * @throws SpmError SPM_INVALID_VALUE for a plan that is too large
 */
export function svgOf(graph: PlanGraph, hrefOf?: (id: string) => string): string {
  if (!isDrawable(graph)) throw tooLarge(graph);
  const panels = [
    ...(graph.sources.length === 0 ? [] : [sourcesPanel(graph.sources)]),
    ...definitionPanels(graph, hrefOf),
  ];
  const { corners, ...inner } = pack(panels);
  const width = Math.ceil(inner.width + 2 * MARGIN);
  const height = Math.ceil(inner.height + 2 * MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" font-family="${FONTS}">`,
    `<rect width="${width}" height="${height}" fill="${light('ground')}"/>`,
    group(
      { x: MARGIN, y: MARGIN },
      panels.map(({ content }, index) => group(corners[index], content)),
    ),
    '</svg>',
    '',
  ].join('\n');
}

function tooLarge({ definitions, relationships }: PlanGraph): SpmError {
  return new SpmError('SPM_INVALID_VALUE', 'The plan is too large for a picture', {
    cause: `it has ${definitions.length} definitions and ${relationships.length} relationships; pictures have up to ${LIMIT.definitions} and ${LIMIT.relationships}`,
    hint: 'Use --format text, or --format dot and your installed Graphviz, such as `sfdp -Tsvg`.',
  });
}
