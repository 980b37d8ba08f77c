// Loaded before a program, tells on stderr how much processor time it took in all.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`CPU ${user + system}`);
});
