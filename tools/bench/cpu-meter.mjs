// Preloaded into each server of a bench (node --import): answers its own CPU time over IPC, so that the server itself knows nothing of the bench.
process.on('message', (message) => {
  if (message === 'cpu') process.send({ cpu: process.cpuUsage() });
});
process.on('disconnect', () => process.exit(0)); // no bench, no server
