// The sandbox of the benchmark, in its own process; it answers the benchmark's questions.
import { startSandbox } from '../../dist/sandbox/index.js';

const data = process.env.BENCH_DATA;
const latency = process.env.BENCH_LATENCY;
const rateLimit = process.env.BENCH_RATE_LIMIT;
const sandbox = await startSandbox({
  ...(data && { data }),
  ...(latency && { latency }),
  ...(rateLimit && { rateLimit }),
});

const answers = {
  usage() {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    process.send({
      cpuMs: (userCPUTime + systemCPUTime) / 1000,
      maxRssKiB: maxRSS,
      count: sandbox.state.count('customers'),
    });
  },
  async stop() {
    await sandbox.stop();
    process.disconnect();
  },
};

process.on('message', (question) => answers[question]());
process.send({ baseUrl: sandbox.baseUrl, key: sandbox.key });
