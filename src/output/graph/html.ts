/** The plan as one self-contained page: it works from a file, and must not use a network. */
import { createHash } from 'node:crypto';
import type { GraphReport } from '../../commands/graph.js';
import type { PlanGraph } from '../../plan/graph-model.js';
import { count } from '../text.js';
import { definitionSections, eventSection, sourceSection, statusSection } from './html-parts.js';
import { pageScript, pageStyle } from './page-assets.js';
import { isDrawable, svgOf } from './svg.js';
import { nameOf, sectionId } from './words.js';
import { escapeXml, oneLine } from './xml.js';

export function formatHtml(report: GraphReport): string {
  const { title, file, fixture, graph } = report;
  const [style, script] = [pageStyle(), pageScript()];
  const settings = fixture === null ? '' : ` with ${fixture}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)} - plan</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${text(title)}</h1>
<p>${text(`${file}${settings}`)} &middot; ${summary(graph)}</p>
</header>
<main>
${[
  ...cycleNotes(graph),
  picture(graph),
  sourceSection(graph),
  definitionSections(graph),
  eventSection(graph),
  statusSection(graph),
]
  .filter((part) => part !== '')
  .join('\n')}
</main>
<script>${script}</script>
</body>
</html>
`;
}

/** The page allows only this style and this script, and no network. */
function policy(style: string, script: string): string {
  return [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const hash = (code: string): string =>
  `'sha256-${createHash('sha256').update(code).digest('base64')}'`;

const text = (value: string): string => escapeXml(oneLine(value));

function summary({ definitions, relationships, sources }: PlanGraph): string {
  return [
    count(definitions.length, 'definition'),
    count(relationships.length, 'relationship'),
    count(sources.length, 'data source'),
  ].join(' &middot; ');
}

function cycleNotes({ cycles, definitions }: PlanGraph): string[] {
  const names = new Map(definitions.map(({ id, name }) => [id, nameOf(name)]));
  return cycles.map((ids) => {
    const members = ids.map((id) => `<a href="#${sectionId(id)}">${text(names.get(id) ?? id)}</a>`);
    return `<p class="alarm" role="alert">These definitions refer to each other in a circle and cannot be created: ${members.join(', ')}.</p>`;
  });
}

function picture(graph: PlanGraph): string {
  if (!isDrawable(graph))
    return '<p class="notice">The plan is too large for a picture; here are its parts.</p>';
  const svg = svgOf(graph, (id) => `#${sectionId(id)}`);
  return `<figure id="picture">
<div class="tools" hidden>
<button type="button" data-act="in" title="Zoom in (+)">+</button>
<button type="button" data-act="out" title="Zoom out (-)">&minus;</button>
<button type="button" data-act="all" title="Show all (0)">All</button>
</div>
<div class="view" tabindex="0" role="img" aria-label="Picture of the plan">
${svg}</div>
<figcaption>Numbers are the order of provisioning. Drag to move, Ctrl and the wheel to zoom, click a definition to read about it.</figcaption>
</figure>`;
}
