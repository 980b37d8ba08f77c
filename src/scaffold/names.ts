/** Slugs and names of connectors. Pure. */

const SLUG = /^[a-z0-9_-]+$/;
const MAX_SLUG = 100;
const MAX_NAME = 100;

/** The error in a slug, or undefined. */
export function slugProblem(slug: string): string | undefined {
  if (!SLUG.test(slug)) return 'a slug has only lower-case letters, digits, "-" and "_"';
  return slug.length > MAX_SLUG ? `a slug has at most ${MAX_SLUG} characters` : undefined;
}

/** The error in a connector's name, or undefined. */
export function nameProblem(name: string): string | undefined {
  if (name.trim() === '') return 'a name must not be empty';
  if (/\p{Cc}/u.test(name)) return 'a name is one line without control characters';
  return name.length > MAX_NAME ? `a name has at most ${MAX_NAME} characters` : undefined;
}

/**
 * A slug made from a text: `L'Été 2024` becomes `l-ete-2024`. Empty when the text has no character that a slug allows.
 */
export function slugFrom(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9_]+/g, '-')
    .replace(/^[-_]+|[-_]+$/g, '')
    .slice(0, MAX_SLUG);
}

/** `shop-files` becomes `Shop files`. */
export function nameFrom(slug: string): string {
  const words = slug.split(/[-_]+/).filter((word) => word !== '');
  const text = words.join(' ') || slug;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A package name that npm accepts: it must not start with `-` or `_`, nor be the name of a dependency. */
export function packageNameFrom(slug: string, dependencies: readonly string[]): string {
  const name = slug.replace(/^[-_]+/, '');
  return name === '' || dependencies.includes(name) || RESERVED.has(name)
    ? `connector-${slug}`
    : name;
}

const RESERVED = new Set(['node_modules']);
