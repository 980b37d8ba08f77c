/** A client that reads from the API, and answers by itself what would be written. */
import type { SpmHttpClient } from '@shopimind/sdk-js';

type Config = Parameters<SpmHttpClient['request']>[0];

/** `sent` is told what each request would have carried. */
export function readOnlyClient(
  real: SpmHttpClient,
  sent: (items: readonly unknown[]) => void,
): SpmHttpClient {
  const request = async (config: Config) => {
    if (isRead(config)) return real.request(config);
    const items = Array.isArray(config.data) ? config.data : [];
    sent(items);
    return answerTo(config, items.length);
  };
  const write = (method: string) => (url: string, data?: unknown, config?: Config) =>
    request({ ...config, method, url, data } as Config);
  const remove = (url: string, config?: Config) =>
    request({ ...config, method: 'delete', url } as Config);
  const own = {
    // An adapter of its own keeps the engine from its quick way to the network.
    defaults: {
      ...real.defaults,
      adapter: async () => Promise.reject(new Error('not to be used')),
    },
    request,
    post: write('post'),
    put: write('put'),
    patch: write('patch'),
    delete: remove,
  };
  const described = Object.entries(own).map(([name, value]) => [name, { value, writable: true }]);
  return Object.create(real, Object.fromEntries(described)) as SpmHttpClient;
}

const isRead = ({ method = 'get' }: Config): boolean =>
  ['get', 'head'].includes(method.toLowerCase());

/** As the API answers when it takes everything. */
function answerTo(config: Config, size: number) {
  const counts = { sent_count: size, rejected_count: 0, rejected_items: [] };
  return {
    status: 200,
    statusText: 'OK',
    headers: {},
    config,
    data: { statusCode: 200, ...counts, data: counts },
  };
}
