#!/usr/bin/env node
// Checks the one thing that must hold before anything else can be loaded, then hands over.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `spm-connect needs Node.js 20.19 or newer; this is ${process.versions.node}.\nInstall a newer one from https://nodejs.org and try again.\n`,
  );
  process.exit(78);
}
const { main } = await import('../dist/cli.js');
await main();
