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
  const { main } = await import('../dist/cli.js');
  await main();
}
