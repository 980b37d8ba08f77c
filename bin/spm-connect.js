#!/usr/bin/env node
// Checks the Node.js version before anything else is loaded, then starts the built CLI.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `spm-connect needs Node.js 20.19 or newer; this is ${process.versions.node}.\nInstall a newer one from https://nodejs.org and try again.\n`,
  );
  process.exit(78);
}
// Scripts and editors often ask only for the version, so it is printed without loading anything else.
if (process.argv.length === 3 && ['-V', '--version'].includes(process.argv[2])) {
  const { readFileSync } = await import('node:fs');
  const file = new URL('../package.json', import.meta.url);
  process.stdout.write(`${JSON.parse(readFileSync(file, 'utf8')).version}\n`);
} else {
  await keepCompiled();
  const { main } = await import('../dist/cli.js');
  await main();
}

/**
 * Keeps compiled code for the next start, if Node supports that (22.1), in a folder of the user. Other users could
 * write Node's default folder first, so it is not safe for code.
 */
async function keepCompiled() {
  const { default: module } = await import('node:module');
  if (module.enableCompileCache === undefined || process.env.NODE_COMPILE_CACHE) return;
  const [{ mkdirSync }, { homedir }, { join }] = await Promise.all([
    import('node:fs'),
    import('node:os'),
    import('node:path'),
  ]);
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  const own = join(cache, 'spm-connect');
  // One folder at a time: Node's recursive mkdir may never return if a folder cannot be created.
  for (const folder of [cache, own]) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if (error.code !== 'EEXIST') return;
    }
  }
  module.enableCompileCache(own);
}
