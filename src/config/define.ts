import type { UserConfig } from './user-config.js';

export type { UserConfig } from './user-config.js';

/** Returns the configuration unchanged; gives it its type. */
export function defineConfig(config: UserConfig): UserConfig {
  return config;
}
