/** The ApiClient port on the SDK. */
import {
  SpmClient,
  SpmClientException,
  type SpmClientOptions,
  type SpmHttpClient,
} from '@shopimind/sdk-js';
import { SpmError } from '../../errors.js';
import type { ApiClient } from '../ports/engine.js';

export interface ApiClientOptions {
  /** Without the version. The SDK's own choice when absent: SHOPIMIND_CORE_API_BASE, else production. */
  baseUrl?: string;
  /** The timeout of one request; 30,000 when absent. */
  timeoutMs?: number;
  /** The SDK's own retries; `false` for callers that retry themselves. */
  retry?: SpmClientOptions['retry'];
  /** Transports the requests instead of the network. */
  adapter?: SpmHttpClient['defaults']['adapter'];
}

const VERSION = 'v1';

/**
 * Adds no label to requests: the SDK would add `label_source` to bodies that the API checks strictly. Throws
 * SPM_CONFIG_INVALID when a token must not be sent to the base URL.
 */
export function makeApiClient(options: ApiClientOptions = {}): ApiClient {
  const clientFor = (accessToken: string): SpmHttpClient => {
    const client = SpmClient.getClient(VERSION, accessToken, sdkOptions(options));
    if (options.adapter !== undefined) client.defaults.adapter = options.adapter;
    return client;
  };
  return { baseUrl: baseUrlOf(clientFor), clientFor };
}

function sdkOptions({ baseUrl, timeoutMs, retry }: ApiClientOptions): SpmClientOptions {
  return {
    labelSource: null,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(retry === undefined ? {} : { retry }),
  };
}

/** Read from a client without a token, since only the SDK knows its default base URL. */
function baseUrlOf(clientFor: ApiClient['clientFor']): string {
  try {
    const url = clientFor('').defaults.baseURL ?? '';
    return url.slice(0, url.lastIndexOf(`/${VERSION}`));
  } catch (error) {
    if (!(error instanceof SpmClientException)) throw error;
    throw new SpmError('SPM_CONFIG_INVALID', 'The target is not a valid base URL', {
      cause: error.message.replace(/^SpmClient: /, ''),
      hint: 'Use sandbox, production, an https URL, or an http URL on this machine.',
    });
  }
}
