// Writes the files that are made from the code: docs/errors.md and schemas/. Run it after a build; tests hold that
// what is committed is what it writes.
import { mkdirSync, writeFileSync } from 'node:fs';
import { CATALOG, EXIT } from '../dist/errors.js';
import { schemaFiles } from '../dist/schemas/index.js';
import { errorsPage } from './errors-page.js';

const at = (path) => new URL(`../${path}`, import.meta.url);
mkdirSync(at('schemas'), { recursive: true });
writeFileSync(at('docs/errors.md'), errorsPage(CATALOG, EXIT));
for (const [name, text] of Object.entries(schemaFiles()))
  writeFileSync(at(`schemas/${name}`), text);
