/** Catches the requests of a call that takes no client: such a call uses the client of the context. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { overrideRequest, type RequestConfig } from './override.js';

/** Answers a request instead of the network; undefined to send it over the network. */
export type Catch = (config: RequestConfig) => Promise<unknown> | undefined;

/** Costs nothing until a connector makes such a call. */
const activeCatch = new AsyncLocalStorage<Catch>();

/** Returns the result of `call`, while `caught` gets its requests. */
export function whileCatching<T>(caught: Catch, call: () => T): T {
  return activeCatch.run(caught, call);
}

/** The client, with the requests of such calls caught. */
export function contextCatchingClient(client: SpmHttpClient): SpmHttpClient {
  return catchingClient(client, (config) => activeCatch.getStore()?.(config));
}

export function catchingClient(client: SpmHttpClient, caught: Catch): SpmHttpClient {
  return overrideRequest(client, (config) => caught(config) ?? client.request(config));
}
