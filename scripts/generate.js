// Writes what is made from the code: docs/errors.md, schemas/, and the diffs that docs/provision.md shows. Run it after a
// build; tests hold that what is committed is what it writes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CATALOG, EXIT } from '../dist/errors.js';
import { schemaFiles } from '../dist/schemas/index.js';
import { errorsPage } from './errors-page.js';
import { provisionPage } from './provision-page.js';

const at = (path) => new URL(`../${path}`, import.meta.url);
mkdirSync(at('schemas'), { recursive: true });
writeFileSync(at('docs/errors.md'), errorsPage(CATALOG, EXIT));
for (const [name, text] of Object.entries(schemaFiles()))
  writeFileSync(at(`schemas/${name}`), text);
const provisionGuide = at('docs/provision.md');
writeFileSync(provisionGuide, await provisionPage(readFileSync(provisionGuide, 'utf8')));
