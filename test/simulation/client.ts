/** The SDK client of a simulated process. Its requests go to the simulated API. */
import type { SpmHttpClient } from '@shopimind/sdk-js';
import type { Api, Item } from './api.ts';
import type { Process } from './process.ts';

export function clientOf(api: Api, process: Process): SpmHttpClient {
  return {
    defaults: { adapter: () => {}, timeout: 0 },
    request: async ({ data }: { data: Item[] }) => {
      const { status, code, headers = {}, body } = await api.bulk(process, data);
      if (status === 200) return { status, data: body };
      const message = code ?? `HTTP ${status}`;
      throw Object.assign(new Error(message), {
        ...(code && { code }),
        ...(status > 0 && { response: { status, headers, data: body ?? { message } } }),
      });
    },
  } as unknown as SpmHttpClient;
}
