/** The data sources of a plan, as one panel of a picture. */
import type { GraphSource } from '../../../plan/graph-model.js';
import { layoutParts } from '../layout/layout.js';
import { pack } from '../layout/pack.js';
import type { Box, Edge } from '../layout/types.js';
import { sourceNode } from '../nodes.js';
import { light } from '../palette.js';
import { textWidth } from '../text-width.js';
import { drawLine } from './edge-path.js';
import { drawNode, type NodeBox, nodeBox } from './node-box.js';
import { group, type Panel } from './panel.js';

const TITLE = { text: 'Data sources', size: 14 };
const MARGIN = 16;
const HEAD = 36;
const LINE = { colour: 'edge', alarm: false } as const;

export function sourcesPanel(sources: readonly GraphSource[]): Panel {
  const tree = treePanel(sources);
  const inner = Math.max(tree.width, textWidth(TITLE.text) * TITLE.size);
  const [width, height] = [Math.ceil(inner) + 2 * MARGIN, tree.height + HEAD + MARGIN];
  return {
    width,
    height,
    content: [
      `<rect width="${width}" height="${height}" rx="8" fill="${light('source')}" stroke="${light('line')}"/>`,
      `<text x="${MARGIN}" y="24" font-size="${TITLE.size}" fill="${light('muted')}">${TITLE.text}</text>`,
      group({ x: MARGIN, y: HEAD }, tree.content),
    ],
  };
}

function treePanel(sources: readonly GraphSource[]): Panel {
  const boxes = sources.map((source) => nodeBox(sourceNode(source)));
  const parts = layoutParts(boxes, linksOf(sources, boxes));
  const { corners, width, height } = pack(parts);
  const drawn = (index: number): string[] => drawNode(boxes[index] as NodeBox);
  const content = parts.map((part, at) =>
    group(corners[at], [
      ...part.routes.map((route) => drawLine(route, LINE)),
      ...part.boxes.map((index, i) => group(part.corners[i], drawn(index))),
    ]),
  );
  return { width, height, content };
}

/** Edges from each source to its children. */
function linksOf(sources: readonly GraphSource[], boxes: readonly Box[]): Edge[] {
  const places = new Map(sources.map(({ key }, index) => [key, index]));
  const middle = (index: number): number => (boxes[index]?.height ?? 0) / 2;
  return sources.flatMap(({ parent }, to) => {
    const from = parent === null ? undefined : places.get(parent);
    if (from === undefined || from === to) return [];
    return { from, to, fromY: middle(from), toY: middle(to), look: '' };
  });
}
