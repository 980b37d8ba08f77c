import type { CatalogResource } from '../catalog.js';
import { NEWSLETTER_KEY } from '../choices.js';
import { optional, required } from '../fields.js';
import { boolean, email, lang, name, string, timestamp } from '../types.js';

/** No read and no delete route. */
export const newsletterSubscribers: CatalogResource = {
  name: 'newsletter-subscribers',
  path: '/newsletter-subscribers',
  id: 'email',
  key: NEWSLETTER_KEY,
  max: 50,
  sourced: false,
  fields: {
    shop_id: optional(string),
    email: required(email),
    is_subscribed: required(boolean),
    first_name: required(name),
    last_name: required(name),
    postal_code: required(string),
    lang: required(lang),
    updated_at: required(timestamp),
  },
};
