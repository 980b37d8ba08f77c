import type { SourceView } from './view.js';

/** The value that identifies a source when its label changes; undefined if its config has none. */
export function stableIdentity({
  config = {},
  stableConfigKey: key,
}: SourceView): string | undefined {
  const value = key !== undefined && Object.hasOwn(config, key) ? config[key] : undefined;
  return (typeof value === 'string' && value !== '') || Number.isFinite(value)
    ? String(value)
    : undefined;
}
