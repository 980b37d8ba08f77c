/**
 * Functions whose arguments do not show whether a call has our form or the kit's. Here, the kit's form applies.
 */
import { defineIntegration as define } from '../connector/integration.js';
import { markOfKit } from '../connector/kit/mark.js';
import { numberedFrom1 } from '../connector/kit/pages.js';
import * as pages from '../connector/pages.js';
import type { Integration, RawSettings } from '../connector/types.js';

type Pages<T> = pages.FetchPage<T> | pages.FetchNumberedPage<T>;

/**
 * Like the context of spm-connect, but `ctx.paginate` counts pages from 1 unless it gets a first token.
 */
export function defineIntegration<S = RawSettings>(integration: Integration<S>): Integration<S> {
  return markOfKit(define(integration));
}

/** Like the function of spm-connect, but counts pages from 1 unless it gets a first token. */
export function paginate<T>(
  fetchPage: Pages<T>,
  options: pages.PaginateOptions = {},
): AsyncGenerator<T, void, undefined> {
  return pages.paginate(fetchPage, numberedFrom1(options));
}

/** Like the function of spm-connect, but counts pages from 1 unless it gets a first token. */
export function streamPages<T>(
  fetchPage: Pages<T>,
  options: pages.PaginateOptions = {},
): AsyncGenerator<T[], void, undefined> {
  return pages.streamPages(fetchPage, numberedFrom1(options));
}
