import type { SpmHttpClient } from '@shopimind/sdk-js';

export type RequestConfig = Parameters<SpmHttpClient['request']>[0];

/** A client whose calls all go through `request`; other members are those of the real client. */
export function overrideRequest(
  real: SpmHttpClient,
  request: (config: RequestConfig) => Promise<unknown>,
  defaults: SpmHttpClient['defaults'] = real.defaults,
): SpmHttpClient {
  const read = (method: string) => (url: string, config?: RequestConfig) =>
    request({ ...config, method, url } as RequestConfig);
  const write = (method: string) => (url: string, data?: unknown, config?: RequestConfig) =>
    request({ ...config, method, url, data } as RequestConfig);
  const own = {
    ...{ defaults, request },
    ...{ get: read('get'), head: read('head'), delete: read('delete'), options: read('options') },
    ...{ post: write('post'), put: write('put'), patch: write('patch') },
  };
  const described = Object.entries(own).map(([name, value]) => [name, { value, writable: true }]);
  return Object.create(real, Object.fromEntries(described)) as SpmHttpClient;
}
