/** The parsers, loaded when a file needs them: importing spm-connect must stay cheap. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const yamlParser = (): typeof import('yaml') => require('yaml');
export const jsonParser = (): typeof import('jsonc-parser') => require('jsonc-parser');
