/** Types for redacted data. Only a Redactor creates values of these types, so unredacted text does not compile. */

declare const safe: unique symbol;

/** Text without the secrets that the process knows. */
export type SafeText = string & { readonly [safe]: true };

/** Data with only redacted texts. */
export type Safe<T = unknown> = T & { readonly [safe]: true };
