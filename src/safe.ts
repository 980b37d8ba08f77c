/** Types for what a Redactor has cleaned. Only it makes them, so that a text with a secret cannot pass for one without. */

declare const safe: unique symbol;

/** Text without the secrets that the process knows. */
export type SafeText = string & { readonly [safe]: true };

/** Data of which every text is clean. */
export type Safe<T = unknown> = T & { readonly [safe]: true };
