/** Parts of a picture as SVG. */
import type { Box, Point } from '../layout/types.js';

/** Drawn with its top left corner at 0, 0. */
export interface Panel extends Box {
  content: string[];
}

export function group(at: Point | undefined, content: readonly string[], attributes = ''): string {
  const { x, y } = at ?? { x: 0, y: 0 };
  return [`<g${attributes} transform="translate(${x} ${y})">`, ...content, '</g>'].join('\n');
}
