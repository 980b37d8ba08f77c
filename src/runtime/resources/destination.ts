/**
 * Finds out where items are pushed to: the request that carries them shows it, not the function that makes it. Pure.
 */
import type { BulkFunction } from '../../connector/types.js';
import type { RequestConfig } from '../api/override.js';
import { sdkEnvelope } from '../api/sdk-envelope.js';
import { type Resource, UNKNOWN } from './resource.js';
import { CUSTOM_DATA_LIMIT, KNOWN_RESOURCES, type KnownResource } from './table.js';

export interface Destination {
  resource: Resource;
  /** The request without its body. */
  request: RequestConfig;
  /** The body that carries these items; the items themselves when absent. */
  wrap?: (items: readonly unknown[]) => unknown;
  /** Sends the items in another way than the request, and returns the answer. */
  ask?: (items: readonly unknown[]) => Promise<unknown>;
}

/** A request that writes items in bulk. */
export interface BulkRequest {
  destination: Destination;
  items: readonly unknown[];
}

/** Null for a request that carries no list of items. */
export function bulkRequestOf({ data, ...request }: RequestConfig): BulkRequest | null {
  const method = (request.method ?? 'get').toLowerCase();
  if (method !== 'post' && method !== 'put') return null;
  const path = pathOf(request.url ?? '');
  if (Array.isArray(data)) {
    const resource = resourceAt(method, path);
    return { destination: { resource, request }, items: data };
  }
  return path.endsWith('/bulk-delete') ? idsOf(request, path, data) : null;
}

/** Ids to delete are in an object: `{ customer_ids: [...] }`. */
function idsOf(request: RequestConfig, path: string, data: unknown): BulkRequest | null {
  const [only, ...more] = Object.entries((data as Record<string, unknown> | null) ?? {});
  if (only === undefined || more.length > 0 || !Array.isArray(only[1])) return null;
  const [name, items] = only;
  const destination = {
    request,
    resource: { ...UNKNOWN, name: path },
    wrap: (some: readonly unknown[]) => ({ [name]: some }),
  };
  return { destination, items };
}

function pathOf(url: string): string {
  return url.replace(/[?#].*$/, '').replace(/^\/+|\/+$/g, '');
}

const byPath = new Map(KNOWN_RESOURCES.map((known) => [known.path ?? known.name, known]));
const byName = new Map(KNOWN_RESOURCES.map((known) => [known.name, known]));

function resourceAt(method: string, path: string): Resource {
  const suffix = method === 'put' ? '/update' : '';
  const known = byPath.get(path);
  if (known) return resourceOf(known, suffix);
  const definition = /^custom-data-records\/(\d+)$/.exec(path)?.[1];
  if (definition !== undefined && method === 'post') return recordsOf(Number(definition));
  return nestedAt(path, suffix) ?? { ...UNKNOWN, name: path || UNKNOWN.name };
}

function resourceOf({ name, limit, keyFields }: KnownResource, suffix: string): Resource {
  return { name, limit, keyFields, route: `${name}${suffix}` };
}

function nestedAt(path: string, suffix: string): Resource | undefined {
  const [root, parent, leaf, ...rest] = path.split('/');
  if (parent === undefined || leaf === undefined || rest.length > 0) return undefined;
  const known = KNOWN_RESOURCES.find(
    ({ nested }) => nested?.root === root && nested?.leaf === leaf,
  );
  return known && nestedResource(known, parent, suffix);
}

function nestedResource(known: KnownResource, parent: string, suffix: string): Resource {
  const [field] = known.keyFields ?? [];
  return {
    ...resourceOf(known, `/${parent}${suffix}`),
    ...(field !== undefined && { fromPath: { [field]: decoded(parent) } }),
  };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function recordsOf(definitionId: number, known: Partial<Resource> = {}): Resource {
  const name = `custom-data-${definitionId}`;
  return { name, route: name, limit: CUSTOM_DATA_LIMIT, keyFields: null, ...known };
}

/** The destination of a resource's route, to push something again; undefined for an unknown route. */
export function destinationAt(route: string): Destination | undefined {
  const definition = /^custom-data-(\d+)$/.exec(route)?.[1];
  if (definition !== undefined) return recordsDestination(Number(definition));
  const [, name = '', parent, update] = /^([^/]+)(?:\/(.+?))??(\/update)?$/.exec(route) ?? [];
  const known = byName.get(name);
  if (known === undefined || (parent !== undefined && known.nested === undefined)) return undefined;
  const method = update === undefined ? 'post' : 'put';
  if (parent === undefined || known.nested === undefined)
    return to(method, known.path ?? name, resourceOf(known, update ?? ''));
  const { root, leaf } = known.nested;
  return to(method, `${root}/${parent}/${leaf}`, nestedResource(known, parent, update ?? ''));
}

const to = (method: string, url: string, resource: Resource): Destination => ({
  request: { method, url } as RequestConfig,
  resource,
});

function recordsDestination(definitionId: number, known?: Partial<Resource>): Destination {
  const url = `custom-data-records/${definitionId}`;
  return to('post', url, recordsOf(definitionId, known));
}

const made = new WeakMap<BulkFunction, Destination>();

/** Saves records of a custom-data definition; the definition says more about them than their route. */
export function recordsFunction(definitionId: number, known: Partial<Resource> = {}): BulkFunction {
  const destination = recordsDestination(definitionId, known);
  const save: BulkFunction = (client, records) =>
    sdkEnvelope(client.request({ ...destination.request, data: records as unknown }));
  made.set(save, destination);
  return save;
}

/** The destination of a function that `recordsFunction` made. */
export function destinationOf(fn: BulkFunction): Destination | undefined {
  return made.get(fn);
}
