import { describe, expect, it } from 'vitest';
import { startedAs } from '../../src/cli/started-as.js';

const BIN = '/home/me/shop/node_modules/.bin/spm-connect';

describe('how a command was started', () => {
  it.each([
    ['/usr/local/bin/spm-connect', {}, 'spm-connect'],
    [BIN, { npm_config_user_agent: 'npm/10.9.0 node/v20.19.0 linux x64' }, 'npx spm-connect'],
    [BIN, { npm_config_user_agent: 'pnpm/9.1.0 npm/? node/v20.19.0' }, 'pnpm exec spm-connect'],
    [BIN, { npm_config_user_agent: 'yarn/1.22.22 npm/? node/v20.19.0' }, 'yarn run spm-connect'],
    [BIN, { npm_config_user_agent: 'bun/1.1.0' }, 'bunx spm-connect'],
    [BIN, { npm_config_user_agent: 'other/1.0' }, 'npx spm-connect'],
    [BIN, { PATH: '/usr/bin:/bin' }, 'npx spm-connect'],
    [BIN, { PATH: '/usr/bin:/home/me/shop/node_modules/.bin/' }, 'spm-connect'],
    ['/repo/bin/spm-connect.js', {}, 'spm-connect'],
    [undefined, {}, 'spm-connect'],
  ])('%s with %j is %s', (script, env, expected) => {
    expect(startedAs(script, env)).toBe(expected);
  });
});
