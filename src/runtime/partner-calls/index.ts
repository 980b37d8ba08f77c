/** Calls to the partner's API: pacing and retries. */
export { backoffDelayMs, parseRetryAfterMs } from './backoff.js';
export { fetchWithRetry } from './fetch-with-retry.js';
export { makeOutboundLimiter } from './limiter.js';
