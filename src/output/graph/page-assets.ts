/** Style and script of the page. */

import { readFileSync } from 'node:fs';
import { CODE_FOLDER } from '../../own-files.js';
import { type Colour, light, PALETTE } from './palette.js';

const read = (name: string): string =>
  readFileSync(new URL(`output/graph/page/${name}`, CODE_FOLDER), 'utf8');

const COLOURS = Object.keys(PALETTE) as Colour[];

const variables = (mode: 'light' | 'dark'): string =>
  COLOURS.map((colour) => `--${colour}: ${PALETTE[colour][mode]};`).join(' ');

/** The picture has its colours in attributes, which any CSS rule of the page overrides. */
function pictureRules(colour: Colour): string {
  return `.view [fill="${light(colour)}"] { fill: var(--${colour}); }
.view [stroke="${light(colour)}"] { stroke: var(--${colour}); }`;
}

export function pageStyle(): string {
  return `:root { ${variables('light')} }
@media (prefers-color-scheme: dark) { :root { ${variables('dark')} } }
${COLOURS.map(pictureRules).join('\n')}
${read('page.css')}`;
}

export const pageScript = (): string => read('page.js');
