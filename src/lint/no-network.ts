/** Blocks the network while the code of a connector runs. */
import dgram from 'node:dgram';
import net from 'node:net';

/** Gets each attempt, such as `fetch https://partner.example/stores`. */
export interface NetworkSink {
  /** The attempt failed, and the code continues. */
  refused(used: string): void;
  /** The attempt never ends. */
  stuck(used: string): void;
}

/**
 * Runs with a blocked network: `fetch` rejects, and a socket of any library never connects, because an error can end the
 * process. Unblocks the network at the end. Must not run twice at the same time.
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
    // Buffers writes: an error may have no listener.
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

/** ` to partner.example:443`, from the arguments; `net.connect` passes its own as a list. */
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
