import type { UserConfig } from './schema.js';

export type { UserConfig } from './schema.js';

/** Types the configuration file; returns it as it is. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
