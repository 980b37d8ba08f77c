// Measures how fast the sandbox accepts bulk writes, and how much memory a full sandbox needs. Build first.
//
//   node scripts/bench/sandbox.js [--seconds 10] [--connections 8] [--unchanged] [--data FILE] [--profile FOLDER]
//   node scripts/bench/sandbox.js --records 1000000 --data FILE
//
// This process sends the load, and the sandbox runs in another one. On a busy machine, compare its processor time
// per request. Customers are new; with `--unchanged` the first requests are repeated. `--profile` writes a
// .cpuprofile, which Chrome's developer tools can open.
import { fork } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ITEMS = 50;
const WARM_UP = 500;
const KIB_IN_MIB = 1024;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '10' },
    connections: { type: 'string', default: '8' },
    unchanged: { type: 'boolean', default: false },
    records: { type: 'string' },
    data: { type: 'string' },
    profile: { type: 'string' },
  },
});

let customers = 0;
const sandbox = await startSandbox();
const until = values.records
  ? { requests: Math.ceil(Number(values.records) / ITEMS), ms: Number.POSITIVE_INFINITY }
  : { requests: Number.POSITIVE_INFINITY, ms: Number(values.seconds) * 1000 };

if (!values.records) await load({ requests: WARM_UP, ms: Number.POSITIVE_INFINITY });
const before = await sandbox.ask('usage');
const ownBefore = process.cpuUsage();
const { requests, ms } = await load(until);
const own = process.cpuUsage(ownBefore);
const after = await sandbox.ask('usage');
report();
await sandbox.stop();

function report() {
  const cpuMs = after.cpuMs - before.cpuMs;
  const kind = values.unchanged ? 'unchanged' : 'new';
  console.log(`${requests} requests of ${ITEMS} ${kind} customers in ${(ms / 1000).toFixed(1)} s`);
  console.log(`${Math.round((requests / ms) * 1000)} requests/s`);
  console.log(
    `${(cpuMs / requests).toFixed(3)} ms of processor time a request, ` +
      `${Math.round((cpuMs / ms) * 100)} % of one core: at most ${Math.round((requests / cpuMs) * 1000)} requests/s with a core of its own`,
  );
  const ownMs = (own.user + own.system) / 1000;
  console.log(
    `${(ownMs / requests).toFixed(3)} ms a request in this process, which makes the load`,
  );
  console.log(`${after.count} customers, peak RSS ${Math.round(after.maxRssKiB / KIB_IN_MIB)} MiB`);
  if (!values.profile) console.log('Add --profile FOLDER for a CPU profile of the sandbox.');
}

async function startSandbox() {
  const child = fork(fileURLToPath(new URL('sandbox-process.js', import.meta.url)), {
    execArgv: values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [],
    env: { ...process.env, BENCH_DATA: values.data ?? '' },
  });
  const next = () =>
    new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`The sandbox ended with ${code}`)));
    });
  const { baseUrl, key } = await next();
  return {
    port: Number(new URL(baseUrl).port),
    key,
    ask(question) {
      const answer = next();
      child.send(question);
      return answer;
    },
    stop() {
      const exited = new Promise((resolve) =>
        child.removeAllListeners('exit').once('exit', resolve),
      );
      child.send('stop');
      return exited;
    },
  };
}

/** Sends until enough requests or time have passed, one request at a time on each connection. */
async function load({ requests: most, ms: longest }) {
  const started = performance.now();
  let sent = 0;
  const elapsed = () => performance.now() - started;
  const connection = async () => {
    const send = await openConnection();
    while (sent < most && elapsed() < longest) {
      sent += 1;
      await send(nextBody());
    }
    send.end();
  };
  await Promise.all(Array.from({ length: Number(values.connections) }, connection));
  return { requests: sent, ms: elapsed() };
}

/** Plain HTTP: Node's client would take as long as the sandbox itself. */
async function openConnection() {
  const socket = connect({ port: sandbox.port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let answered;
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (part) => {
    text += part;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(text)?.[1]);
    if (text.length < end + 4 + length) return;
    const answer = text;
    text = '';
    answered(answer);
  });
  const send = async (body) => {
    const answer = new Promise((resolve) => {
      answered = resolve;
    });
    socket.write(
      `POST /v1/customers HTTP/1.1\r\nhost: 127.0.0.1\r\nspm-api-key: ${sandbox.key}\r\n` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      'latin1',
    );
    const given = await answer;
    if (!given.includes(`"sent_count":${ITEMS}`)) throw new Error(`Refused: ${given}`);
  };
  send.end = () => socket.end();
  return send;
}

/** Fifty customers in plain ASCII, so that a character is a byte. */
function nextBody() {
  if (values.unchanged && customers === WARM_UP * ITEMS) customers = 0;
  const items = Array.from({ length: ITEMS }, () => {
    customers += 1;
    return (
      `{"customer_id":"C${customers}","email":"customer.${customers}@example.com","phone_number":"+33639980000",` +
      '"first_name":"Ada","last_name":"Lovelace","birth_date":"1990-12-10","is_opt_in":true,' +
      '"is_newsletter_subscribed":false,"lang":"fr","group_ids":["vip","web"],"is_active":true,' +
      '"created_at":"2026-01-02T03:04:05.000Z","updated_at":"2026-01-02T03:04:05.000Z"}'
    );
  });
  return `[${items}]`;
}
