/**
 * The choices of the emulation where the API's documentation is silent or contradicts itself. Each constant takes the
 * stricter reading, so that a connector that works here works under either reading. Each comment gives the fact behind
 * the choice; `docs/sandbox.md` lists them all, and a test keeps that table complete.
 */

/** Names and labels: the length of a MySQL `VARCHAR(255)`. Not documented. */
export const MAX_LABEL_LENGTH = 255;

/** Any other text of a catalog item: a MySQL `TEXT`. Not documented. */
export const MAX_STRING_LENGTH = 65_535;

/** The docs do not mention negative prices, quantities and amounts; here they are rejected. */
export const AMOUNTS_ARE_NOT_NEGATIVE = true;

/** The platform fetches images. The docs require https, but do not list the allowed hosts; here they must be public. */
export const IMAGES_ARE_PUBLIC = true;

/** An event's `code_name` is a part of the trigger's URL. Its characters are not stated. */
export const EVENT_CODE_PATTERN = /^[A-Za-z0-9_.-]{1,100}$/;

/** Keys are documented as letters, digits and hyphens, 20 to 64 of them. */
export const KEY_PATTERN = /^[a-zA-Z0-9-]{20,64}$/;

/** The server's own limit is not documented; the SDK limits requests and responses to 25 MiB. */
export const MAX_BODY_BYTES = 25 * 1024 * 1024;

/** The maximum depth of free-form JSON. Not documented, but the emulation needs a limit. */
export const MAX_JSON_DEPTH = 32;

/** The maximum number of messages per rejected item, so that a hostile item cannot make a huge answer. */
export const MAX_ERRORS_PER_ITEM = 20;

/** Writes that create one object answer 200: the documented status table has 201 only for contacts. */
export const CREATED_STATUS = 200;

/** The body of an all-invalid bulk call is not shown; validation errors are documented as an array. */
export const ALL_INVALID_STATUS = 400;

/** Whether an empty array is rejected. Not documented; "no valid item" is the documented client error. */
export const REFUSE_EMPTY_BULK = true;

/** The SDK says that strict controllers reject unknown properties; here all do. */
export const REFUSE_UNKNOWN_PROPERTIES = true;

/**
 * The documented sample leaves out `is_opt_in` and `is_active`, but the SDK requires both; here they are required.
 */
export const REQUIRE_WHAT_THE_SDK_REQUIRES = true;

/** Product, category, variation and address ids: numbers in the SDK's items, strings in the docs' samples. */
export const NUMERIC_IDS_ARE_INTEGERS = true;

/** "Two-letter" is documented for customers; here it applies to every `lang`. */
export const LANG_PATTERN = /^[a-z]{2}$/;

/** Lint uses the same check. */
export { TIMESTAMP_PATTERN } from '../connector/formats.js';

/** Largest page. Documented for definitions only; above it every listing uses the default. */
export const MAX_LIMIT = 100;
export const DEFAULT_LIMIT = 10;

/** The default order is "by creation date" without a direction: here, oldest first, in order of arrival. */
export const DEFAULT_ORDER = 'asc';

/** The docs do not say whether NOT_EQUALS, NOT_IN, NOT_CONTAINS and NOT_BETWEEN match rows without a value; here they do. */
export const NEGATIVE_FILTERS_TAKE_NULLS = true;

/** Unknown query parameters, filter fields and projections: "wrong parameter" is a documented 400. */
export const REFUSE_UNKNOWN_PARAMETERS = true;

/** 20 is documented for customers, vouchers and records; here it applies to all resources. */
export const BULK_DELETE_MAX = 20;

/** Deleting a customer deletes its addresses; deleting a product deletes its images and variations. */
export const CASCADE_TO_CHILDREN = true;

/** 50 in the guide, 20 in the SDK. */
export const RECORDS_MAX = 20;

/** The listing shows a product in its main locale, which is not defined; here, its first saved language. */
export const PRODUCTS_LIST_ONE_ROW_EACH = true;

/** Reads call the source `data_source_id`, writes `id_data_source`: both as documented. */
export const DATA_SOURCE_READ_NAME = 'data_source_id';

/** Every documented source has the type `api`; the list of types is unknown. */
export const DATA_SOURCE_TYPES: readonly string[] = ['api'];

/**
 * The docs do not say whether the default source, or one with children, can be deleted; here neither can, but another
 * source can become the default.
 */
export const PROTECT_DATA_SOURCES = true;

/** A deleted or unknown definition: 404 in the error table, but 400 with this message was observed. */
export const DEFINITION_NOT_FOUND = {
  status: 400,
  message: 'Custom data definition not found',
} as const;

/** The message is known, the status is not; 409 is documented for uniqueness conflicts. */
export const DEFINITION_NAME_TAKEN = {
  status: 409,
  message: 'custom data definition name is already used.',
} as const;

/**
 * Activating an active definition succeeds in the docs, but 409 was observed; here 409. The same holds for
 * deactivating twice.
 */
export const STATUS_UNCHANGED_STATUS = 409;

/** Each definition has its own table, so a field is a column name, and `id` is reserved. */
export const FIELD_NAME_PATTERN = /^(?!id$)[A-Za-z][A-Za-z0-9_]{0,63}$/i;

/** A MySQL table has at most 1,017 columns, and an index 16; a few are left for the API's own columns. */
export const MAX_DEFINITION_FIELDS = 1000;
export const MAX_UNIQUE_KEYS = 16;

/** The system targets that the docs name. */
export const SYSTEM_TARGETS: Readonly<Record<string, string>> = {
  contacts: 'id_contact',
  products: 'product_id',
};

/** An inactive definition rejects saves and bulk-deletes; the HTTP status is not documented. */
export const INACTIVE_DEFINITION_STATUS = 400;

/** `text` beside `longtext` says that the first is bounded; the bound is not documented. */
export const TEXT_MAX_LENGTH = 255;

/** Every sample of a `number` field is an integer; fractions have `decimal`. */
export const NUMBER_FIELDS_ARE_INTEGERS = true;

/** The docs do not say whether `default` fills an absent field; here it does not, and `required` stays required. */
export const DEFAULTS_FILL_IN = false;

/**
 * The docs do not say whether an upsert of a record is partial; here it replaces the record, and absent fields are
 * null.
 */
export const RECORD_UPSERT_REPLACES = true;

/** Null in a unique key is not documented; here it is rejected. */
export const UNIQUE_KEYS_NEED_VALUES = true;

/** Resolvers are documented for contacts only. The record is rejected if no contact matches. */
export const CONTACT_RESOLVERS = ['id_contact', 'email', 'id_customer'] as const;

/** A direct relation value "is the canonical id": it must exist. */
export const RELATION_TARGET_MUST_EXIST = true;

/**
 * The docs do not show how an event's `properties` are nested; here the four documented slots are checked, and other
 * keys are kept.
 */
export const EVENT_SLOTS = ['metaData', 'customData', 'contact.customData', 'visitor.customData'];

/** Undeclared properties in a slot with declarations are not documented; here they are rejected. */
export const REFUSE_UNDECLARED_EVENT_PROPERTIES = true;

/** A trigger for an unknown contact is not documented; here it is rejected. */
export const TRIGGER_NEEDS_KNOWN_CONTACT = true;

/** Three in the SDK; the docs add `specific_coupon`. */
export const VOUCHER_TYPES: readonly string[] = [
  'free_shipping',
  'amount_reduction',
  'percentage_reduction',
];

/** Newsletter subscribers have no documented key; here, the e-mail address. */
export const NEWSLETTER_KEY = ['email'] as const;

/**
 * The docs do not say what happens under a parent that does not exist; here 404. In cross-parent routes the item is
 * rejected.
 */
export const UNKNOWN_PARENT_STATUS = 404;

/** A created contact answers 201, the only documented 201; an updated or unchanged one 200. */
export const CONTACT_CREATED_STATUS = 201;

/** Several customers may share an address. The docs do not say which one a contact follows; here, the first. */
export const CONTACT_KEEPS_FIRST_CUSTOMER = true;

/** "Email, then phone, then push": if an identifier matches no contact, the next one is used. */
export const CONTACT_MATCH_FALLS_THROUGH = true;

/** The SDK's values; in the consent history they are the `event_type`, whose values are not documented. */
export const CONTACT_CONSENTS: readonly string[] = ['unsubscribed', 'single_optin', 'double_optin'];

/** E.164, ISO 3166-1 alpha-2 and "two letters", as the SDK names them; in upper case, as in those standards. */
export const PHONE_PATTERN = /^\+[1-9]\d{6,14}$/;
export const CONTACT_COUNTRY = /^[A-Z]{2}$/;
export const CONTACT_REGION = /^[A-Z]{2}$/;

/** The docs do not say whether two lists may have the same name; here they may not: 409. */
export const LIST_NAMES_ARE_UNIQUE = true;

/** `segmentation_config` computes segments, so a static list cannot have it, nor `keep_updated`. */
export const ONLY_SEGMENTS_ARE_CONFIGURED = true;

/**
 * The language of `segmentation_config` is not documented, so the sandbox does not compute members: a new segment is
 * empty, and so is one whose configuration changed.
 */
export const SEGMENTS_STAY_EMPTY = true;

/**
 * Overrides of a price: the docs do not state the field's type, the maximum number, or the effect of equal priorities.
 */
export const OVERRIDE_FIELD_TYPES: readonly string[] = ['decimal', 'number'];
export const OVERRIDES_MAX = 100;
export const OVERRIDES_ARE_UNAMBIGUOUS = true;

/**
 * The docs do not say whether config keys of the merchant, or undeclared ones, are rejected. They are
 * rejected when the form is known: for the key of an installation with a form.
 */
export const INTEGRATION_CONFIG_DECLARED = true;
/** A key belongs to an installation. The docs do not say whether installations of a shop share values; here they do not. */
export const INTEGRATION_CONFIG_PER_INSTALLATION = true;
/** The properties of every config key; `label_source`, which the SDK adds, is never declared. */
export const INTEGRATION_CONFIG_KEY = /^(?!label_source$)[A-Za-z][A-Za-z0-9_.-]{0,99}$/;
export const INTEGRATION_CONFIG_MAX = 1000;

/** Every currency: an ISO 4217 code. */
export const CURRENCY_PATTERN = /^[A-Z]{3}$/;

/** How long a connector may take to answer. Not documented. */
export const CONNECTOR_TIMEOUT_MS = 10_000;

/** The delay between a lifecycle webhook that met a transient error and its only retry: "about 2 s". */
export const WEBHOOK_RETRY_DELAY_MS = 2000;

/** The docs do not say how a retry is signed; here it gets a new signature, so that it is not a replay. */
export const RETRY_IS_SIGNED_ANEW = true;

/** The largest answer that is read from a connector. Not documented. */
export const MAX_CONNECTOR_ANSWER_BYTES = 1024 * 1024;

/** The docs send the token "once, at install"; a kit sends it again at activation. Here it is sent once. */
export const ACTIVATE_CARRIES_TOKEN = false;

/**
 * `installed_at` and similar fields are optional, and absent from the documented sample: here they are never sent.
 */
export const WEBHOOKS_CARRY_TIMES = false;

/**
 * The docs do not say whether the key still works while a connector handles deactivate or uninstall; here it does not.
 */
export const REVOKE_BEFORE_WEBHOOK = true;

/** The docs do not say what happens when a connector rejects a deactivate or uninstall; here the shop's decision stands. */
export const FAILED_FAREWELL_STANDS = true;

/** The docs show a deactivate before the uninstall, but do not require it, so connectors must handle both. */
export const UNINSTALL_NEEDS_DEACTIVATE = false;

/** The documented order has config_updated after activate; here no other state sends it. */
export const CONFIG_UPDATED_ONLY_WHEN_ACTIVE = true;
