// Preloaded into a program; prints its total processor time on stderr.
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  process.stderr.write(`CPU ${user + system}`);
});
