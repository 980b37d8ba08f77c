/**
 * `spm-connect/kit`: everything that a connector made for the ecosystem's kit imports, and the exports of
 * spm-connect. When `spm-connect` loads a connector, imports of `@shopimind/integration-kit-js` lead here.
 */

export type * from '@shopimind/sdk-js';
export {
  SpmApiError,
  SpmCarts,
  SpmClient,
  SpmClientException,
  SpmContacts,
  SpmCustomDataDefinitions,
  SpmCustomDataRecords,
  SpmCustomers,
  SpmCustomersAddresses,
  SpmCustomersGroups,
  SpmDataSources,
  SpmEvents,
  SpmHelpers,
  SpmIntegrationConfig,
  SpmLists,
  SpmNewsletterSubscribers,
  SpmOrders,
  SpmOrdersCarriers,
  SpmOrdersStatuses,
  SpmProducts,
  SpmProductsCategories,
  SpmProductsImages,
  SpmProductsManufacturers,
  SpmProductsVariations,
  SpmRequestValidator,
  SpmShopConnection,
  SpmVouchers,
  SpmWebhookSignature,
} from '@shopimind/sdk-js';
export { defineIntegration, paginate, streamPages } from './ecosystem/kit-forms.js';
export { makeSendBulk, type OnReject } from './ecosystem/send-bulk.js';
export {
  ACCESS_TOKEN_KEY,
  collectFields,
  ensureInboundSecret,
  INBOUND_SECRET_KEY,
  loadConfigs,
  PROVISIONING_KEY,
  type StateLike,
  saveConfigs,
  sensitiveKeys,
} from './ecosystem/settings.js';
export {
  isoDaysAgo,
  isoHoursAgo,
  isSensitiveKey,
  nowIso,
  parseStoreTimestamp,
  redact,
  validateIntegration,
} from './ecosystem/texts.js';
export * from './index.js';
