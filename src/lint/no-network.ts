/** Shuts the ways to the network while a connector's code runs. */
import dgram from 'node:dgram';
import net from 'node:net';

/** Told what was tried, such as `fetch https://partner.example/stores`. */
export interface NetworkSink {
  /** It failed, and the code goes on as it likes. */
  refused(used: string): void;
  /** It will never be answered. */
  stuck(used: string): void;
}

/**
 * Runs with the network shut: `fetch` rejects, and a socket (of `node:http`, of any client library) never connects,
 * since one that fails can end the process. Everything is as before once it has ended. Not to be run twice at a time.
 */
export async function withoutNetwork<T>(sink: NetworkSink, run: () => Promise<T>): Promise<T> {
  const reopen = [shutFetch(sink), shutSockets(sink), shutDatagrams(sink)];
  try {
    return await run();
  } finally {
    for (const open of reopen) open();
  }
}

type Reopen = () => void;

function shutFetch(sink: NetworkSink): Reopen {
  const { fetch } = globalThis;
  globalThis.fetch = async (input) => {
    const used = `fetch ${input instanceof Request ? input.url : String(input)}`;
    sink.refused(used);
    throw new TypeError(`${used} needs a network, and there is none`);
  };
  return () => {
    globalThis.fetch = fetch;
  };
}

function shutSockets(sink: NetworkSink): Reopen {
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function refuse(this: net.Socket, ...given: unknown[]) {
    sink.stuck(`a connection${destination(given)}`);
    // What is written meanwhile is kept back, rather than refused with an error that may have no listener.
    return Object.assign(this, { connecting: true });
  };
  return () => {
    net.Socket.prototype.connect = connect;
  };
}

function shutDatagrams(sink: NetworkSink): Reopen {
  const { send } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = () => sink.stuck('a datagram');
  return () => {
    dgram.Socket.prototype.send = send;
  };
}

/** ` to partner.example:443`, as far as the arguments tell; `net.connect` passes its own on in a list. */
function destination(given: readonly unknown[]): string {
  const [first, second]: unknown[] = Array.isArray(given[0]) ? given[0] : [...given];
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as Partial<Record<string, unknown>>;
    if (port !== undefined && port !== null) return ` to ${host ?? 'localhost'}:${port}`;
    return typeof path === 'string' ? ` to ${path}` : '';
  }
  const host = typeof second === 'string' ? second : 'localhost';
  return typeof first === 'number' ? ` to ${host}:${first}` : ` to ${first}`;
}
