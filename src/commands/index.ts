/**
 * All commands in one lazy map: the root help needs only this map, and a command is loaded only when
 * it runs.
 */
import type { Command, CommandFamily, CommandGroup } from './types.js';

export interface CommandEntry {
  name: string;
  group: CommandGroup;
  summary: string;
  example: string;
  load(): Promise<Command | CommandFamily>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'init',
    group: 'start',
    summary: 'create a connector that works offline at once',
    example: 'spm-connect init my-shop --template csv',
    load: async () => (await import('./init.js')).command,
  },
  {
    name: 'migrate-from-kit',
    group: 'start',
    summary: "show how to move a project from the ecosystem's kit",
    example: 'spm-connect migrate-from-kit --write',
    load: async () => (await import('./migrate-from-kit.js')).command,
  },
  {
    name: 'sandbox',
    group: 'start',
    summary: 'run the embedded ShopiMind API',
    example: 'spm-connect sandbox --port 5500',
    load: async () => (await import('./sandbox.js')).command,
  },
  {
    name: 'lint',
    group: 'check',
    summary: 'check the connector and its plan, without a network',
    example: 'spm-connect lint --json',
    load: async () => (await import('./lint.js')).command,
  },
  {
    name: 'graph',
    group: 'check',
    summary: 'draw the plan: sources, definitions, relationships, and any cycle',
    example: 'spm-connect graph --format html --output-file plan.html',
    load: async () => (await import('./graph.js')).command,
  },
  {
    name: 'types',
    group: 'check',
    summary: "write TypeScript types of the plan's records",
    example: 'spm-connect types --out src/records.ts',
    load: async () => (await import('./types-command.js')).command,
  },
  {
    name: 'installations',
    group: 'shop',
    summary: 'manage the shops that the connector is installed on',
    example: 'spm-connect installations add --id shop-1 < token.txt',
    load: async () => (await import('./installations.js')).command,
  },
  {
    name: 'provision',
    group: 'shop',
    summary: 'create on the shop what the plan declares, or preview it',
    example: 'spm-connect provision --dry-run',
    load: async () => (await import('./provision.js')).command,
  },
  {
    name: 'pull',
    group: 'shop',
    summary: 'write a plan from the configuration of a shop',
    example: 'spm-connect pull --out shop.plan.yaml',
    load: async () => (await import('./pull.js')).command,
  },
  {
    name: 'sync',
    group: 'sync',
    summary: 'push what changed since the last run',
    example: 'spm-connect sync --full',
    load: async () => (await import('./sync.js')).command,
  },
  {
    name: 'serve',
    group: 'serve',
    summary: 'receive the lifecycle webhooks of the platform, and sync the shops',
    example: 'spm-connect serve --target production',
    load: async () => (await import('./serve.js')).command,
  },
  {
    name: 'health',
    group: 'operate',
    summary: 'check whether syncs run as they should; exit code 1 when degraded',
    example: 'spm-connect health --stale-after 2h',
    load: async () => (await import('./health.js')).command,
  },
  {
    name: 'overview',
    group: 'operate',
    summary: 'show installations, last runs, dead letters and webhooks',
    example: 'spm-connect overview',
    load: async () => (await import('./overview.js')).command,
  },
  {
    name: 'runs',
    group: 'operate',
    summary: 'show past syncs',
    example: 'spm-connect runs show 12',
    load: async () => (await import('./runs.js')).command,
  },
  {
    name: 'cursors',
    group: 'operate',
    summary: 'list and change how far each step is synced',
    example: 'spm-connect cursors reset --entity orders',
    load: async () => (await import('./cursors.js')).command,
  },
  {
    name: 'rejects',
    group: 'operate',
    summary: 'list, replay and discard dead letters: items that the API rejected',
    example: 'spm-connect rejects replay --dry-run',
    load: async () => (await import('./rejects.js')).command,
  },
  {
    name: 'secrets',
    group: 'operate',
    summary: 'rotate the key that encrypts stored secrets',
    example: 'spm-connect secrets rotate',
    load: async () => (await import('./secrets.js')).command,
  },
  {
    name: 'config',
    group: 'operate',
    summary: 'print every setting and its origin',
    example: 'spm-connect config --target production',
    load: async () => (await import('./config.js')).command,
  },
];
