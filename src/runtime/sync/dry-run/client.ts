/** A client that reads from the API, and answers by itself what would be written. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { overrideRequest, type RequestConfig } from '../../api/override.js';

/** `sent` is told what each request would have carried. */
export function readOnlyClient(
  real: SpmHttpClient,
  sent: (items: readonly unknown[]) => void,
): SpmHttpClient {
  const request = async (config: RequestConfig) => {
    if (isRead(config)) return real.request(config);
    const items = Array.isArray(config.data) ? config.data : [];
    sent(items);
    return answerTo(config, items.length);
  };
  // An adapter of its own keeps the engine from its quick way to the network.
  const adapter = async () => Promise.reject(new Error('not to be used'));
  return overrideRequest(real, request, { ...real.defaults, adapter });
}

const isRead = ({ method = 'get' }: RequestConfig): boolean =>
  ['get', 'head'].includes(method.toLowerCase());

/** As the API answers when it takes everything. */
function answerTo(config: RequestConfig, size: number) {
  const counts = { sent_count: size, rejected_count: 0, rejected_items: [] };
  return {
    status: 200,
    statusText: 'OK',
    headers: {},
    config,
    data: { statusCode: 200, ...counts, data: counts },
  };
}
