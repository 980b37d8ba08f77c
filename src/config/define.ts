import type { UserConfig } from './user-config.js';

export type { UserConfig } from './user-config.js';

/** Types the configuration file; returns it as it is. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
