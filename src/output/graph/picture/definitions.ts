/**
 * The definitions of a plan and their targets, as panels of a picture: one panel for each connected part.
 */
import type { GraphRelationship, PlanGraph } from '../../../plan/graph-model.js';
import { layoutParts, type Part } from '../layout/layout.js';
import {
  definitionNode,
  type EdgeLook,
  edgeLook,
  endsOf,
  relationshipId,
  targetNode,
} from '../nodes.js';
import { escapeXml, oneLine } from '../xml.js';
import { drawEdge, drawLoop, LOOP } from './edge-path.js';
import { drawNode, type NodeBox, nodeBox, portOf } from './node-box.js';
import { group, type Panel } from './panel.js';

interface Node {
  id: string;
  name: string;
  box: NodeBox;
  href: string | undefined;
}

/** A relationship between two nodes, by their positions. */
interface Link {
  id: string;
  title: string;
  from: number;
  to: number;
  fromY: number;
  toY: number;
  look: EdgeLook;
}

/** `hrefOf` returns the link of a definition's node. */
export function definitionPanels(graph: PlanGraph, hrefOf?: (id: string) => string): Panel[] {
  const nodes = nodesOf(graph, hrefOf);
  const links = linksOf(graph, nodes);
  const [loops, joining] = [links.filter(isLoop), links.filter((link) => !isLoop(link))];
  const looped = new Set(loops.map(({ from }) => from));
  const sizes = nodes.map(({ box: { width, height } }, index) => ({
    width,
    height,
    room: looped.has(index) ? LOOP : 0,
  }));
  const edges = joining.map((link) => ({ ...link, look: link.look.colour }));
  return layoutParts(sizes, edges).map((part) => ({
    width: part.width,
    height: part.height,
    content: [
      ...part.boxes.flatMap((index, i) => {
        const node = nodes[index];
        return node === undefined
          ? []
          : group(part.corners[i], nodeContent(node), ` id="${node.id}"`);
      }),
      ...part.edges.flatMap((index, i) => {
        const link = joining[index];
        return link === undefined ? [] : edgeGroup(link, drawEdge(part.routes[i] ?? [], link.look));
      }),
      ...loops
        .filter(({ from }) => part.boxes.includes(from))
        .map((loop) => loopGroup(loop, nodes, part)),
    ],
  }));
}

const isLoop = ({ from, to }: Link): boolean => from === to;

function nodesOf({ definitions, targets }: PlanGraph, hrefOf?: (id: string) => string): Node[] {
  return [
    ...definitions.map((definition) => ({
      id: definition.id,
      name: definition.name,
      box: nodeBox(definitionNode(definition)),
      href: hrefOf?.(definition.id),
    })),
    ...targets.map((target) => ({
      id: target.id,
      name: target.name,
      box: nodeBox(targetNode(target)),
      href: undefined,
    })),
  ];
}

function linksOf(graph: PlanGraph, nodes: readonly Node[]): Link[] {
  const places = new Map(nodes.map(({ id }, index) => [id, index]));
  const ends = endsOf(graph);
  const portAt = (id: string, field: string): number => {
    const box = nodes[places.get(id) ?? -1]?.box;
    return box === undefined ? 0 : portOf(box, ends.get(id)?.rows.get(field));
  };
  return graph.relationships.flatMap((relationship: GraphRelationship, index) => {
    const { from, field, to, target_field } = relationship;
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined) return [];
    return {
      id: relationshipId(index),
      title: `${nodes[start]?.name}.${field} \u2192 ${nodes[end]?.name}.${target_field}`,
      from: start,
      to: end,
      fromY: portAt(from, field),
      toY: portAt(to, target_field),
      look: edgeLook(relationship, ends.get(to)),
    };
  });
}

/** The name appears when the pointer rests on the node. */
const titled = (name: string): string => `<title>${escapeXml(oneLine(name))}</title>`;

function nodeContent({ name, box, href }: Node): string[] {
  const content = [titled(name), ...drawNode(box)];
  return href === undefined ? content : [`<a href="${escapeXml(href)}">`, ...content, '</a>'];
}

const edgeGroup = ({ id, title }: Link, drawn: readonly string[]): string =>
  [`<g id="${id}">`, titled(title), ...drawn, '</g>'].join('\n');

function loopGroup(loop: Link, nodes: readonly Node[], part: Part): string {
  const corner = part.corners[part.boxes.indexOf(loop.from)] ?? { x: 0, y: 0 };
  const right = corner.x + (nodes[loop.from]?.box.width ?? 0);
  return edgeGroup(loop, drawLoop(right, corner.y + loop.fromY, corner.y + loop.toY, loop.look));
}
