/** A client for dry runs: reads go to the API; writes are answered here. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import { overrideRequest, type RequestConfig } from '../../api/override.js';

/** `sent` is called with the content of each write. */
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
  // An own adapter, so that the engine does not use its fast path to the network.
  const adapter = async () => Promise.reject(new Error('not to be used'));
  return overrideRequest(real, request, { ...real.defaults, adapter });
}

const isRead = ({ method = 'get' }: RequestConfig): boolean =>
  ['get', 'head'].includes(method.toLowerCase());

/** The answer of the API when it accepts everything. */
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
