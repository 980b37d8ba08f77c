/** Functions whose form of ours and of the kit cannot be told apart by what they are given: here they are the kit's. */
import { defineIntegration as define } from '../connector/integration.js';
import { markOfKit } from '../connector/kit/mark.js';
import { numberedFrom1 } from '../connector/kit/pages.js';
import * as pages from '../connector/pages.js';
import type { Integration, RawSettings } from '../connector/types.js';

type Pages<T> = pages.FetchPage<T> | pages.FetchNumberedPage<T>;

/** As that of spm-connect; `ctx.paginate` counts pages from 1 where it is given no token to start with. */
export function defineIntegration<S = RawSettings>(integration: Integration<S>): Integration<S> {
  return markOfKit(define(integration));
}

/** As that of spm-connect; counts pages from 1 where it is given no token to start with. */
export function paginate<T>(
  fetchPage: Pages<T>,
  options: pages.PaginateOptions = {},
): AsyncGenerator<T, void, undefined> {
  return pages.paginate(fetchPage, numberedFrom1(options));
}

/** As that of spm-connect; counts pages from 1 where it is given no token to start with. */
export function streamPages<T>(
  fetchPage: Pages<T>,
  options: pages.PaginateOptions = {},
): AsyncGenerator<T[], void, undefined> {
  return pages.streamPages(fetchPage, numberedFrom1(options));
}
