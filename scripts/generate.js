// Writes the files that are generated from the code: docs/errors.md, the rules in docs/lint.md, schemas/, and the
// diffs in docs/provision.md. Run it after a build; tests check that the committed files are up to date.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CATALOG, EXIT } from '../dist/errors.js';
import { ruleCatalog } from '../dist/lint/catalog.js';
import { explainRule } from '../dist/lint/explain.js';
import { schemaFiles } from '../dist/schemas/index.js';
import { errorsPage } from './errors-page.js';
import { lintPage } from './lint-page.js';
import { provisionPage } from './provision-page.js';

const at = (path) => new URL(`../${path}`, import.meta.url);
mkdirSync(at('schemas'), { recursive: true });
writeFileSync(at('docs/errors.md'), errorsPage(CATALOG, EXIT));
const rules = await Promise.all(ruleCatalog().map(({ id }) => explainRule(id)));
writeFileSync(at('docs/lint.md'), lintPage(readFileSync(at('docs/lint.md'), 'utf8'), rules));
for (const [name, text] of Object.entries(schemaFiles()))
  writeFileSync(at(`schemas/${name}`), text);
const provisionGuide = at('docs/provision.md');
writeFileSync(provisionGuide, await provisionPage(readFileSync(provisionGuide, 'utf8')));
