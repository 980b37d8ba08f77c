/** Checks the URL of a connector, so that nobody can make the sandbox call other machines. */

import { badRequest } from '../refusal.js';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The connector's base URL without a slash at the end. Throws 400 for anything but http(s), and, unless `anywhere`,
 * for any host except this machine. `URL` has converted every spelling of an address to one form.
 */
export function connectorUrl(given: string, anywhere: boolean): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw badRequest(['url must be an http or https URL']);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw badRequest(['url must have no user, query or fragment']);
  }
  if (!anywhere && !LOOPBACK.test(url.hostname)) {
    throw badRequest([
      'url must be on this machine (localhost, 127.0.0.1 or [::1]); start the sandbox with platform.anywhere to allow others',
    ]);
  }
  return url.href.replace(/\/+$/, '');
}
