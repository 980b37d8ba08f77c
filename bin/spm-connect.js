#!/usr/bin/env node
// Checks the one thing that must hold before anything else can be loaded, then hands over.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `spm-connect needs Node.js 20.19 or newer; this is ${process.versions.node}.\nInstall a newer one from https://nodejs.org and try again.\n`,
  );
  process.exit(78);
}
// Scripts and editors ask for the version alone, and often: it needs nothing of the rest.
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
 * Keeps what is compiled for the next start, where Node can (22.1): in the user's own folder. Node's default is a folder
 * that others could write first, which is no place for code that will run.
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
  // One by one: where a folder cannot be made, Node's own way to make several may not end.
  for (const folder of [cache, own]) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if (error.code !== 'EEXIST') return;
    }
  }
  module.enableCompileCache(own);
}
