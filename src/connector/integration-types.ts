/** A connector as a whole: the default export of its module. */
import type { IntegrationContext, SettingsContext } from './contexts.js';
import type { ProvisioningPlan } from './plan-types.js';
import type { ConfigSchema, LocalizedText, RawSettings } from './settings-form.js';
import type { SyncStep } from './steps.js';

export interface IntegrationMeta {
  name: string;
  /** `x.y.z` */
  version: string;
  categories?: string[];
  icon_url?: string;
  short_description?: LocalizedText;
  description?: LocalizedText;
  requires_external_auth?: boolean;
  documentation_url?: string;
}

export interface WidgetDeclaration {
  key: string;
  name: LocalizedText;
  description?: LocalizedText;
  icon_url?: string;
  preview_image_url?: string;
  targets: string[];
  render_type: 'image' | 'html';
  render_mode?: 'static' | 'dynamic';
  image_url_template?: string;
  html_template?: string;
  css_template?: string;
  renderer_key?: string;
  default_width?: number;
  config_schema?: Record<string, unknown>;
}

export type Hook<S> = (ctx: IntegrationContext<S>) => void | Promise<void>;

export interface IntegrationHooks<S> {
  onInstall?: Hook<S>;
  onActivate?: Hook<S>;
  onDeactivate?: Hook<S>;
  onUninstall?: Hook<S>;
  onConfigUpdated?: Hook<S>;
}

export interface RemoteOption {
  value: string | number;
  label: string;
}

export interface Integration<S = RawSettings> {
  /** `[a-z0-9_-]+` */
  slug: string;
  meta: IntegrationMeta;
  configSchema: ConfigSchema;
  /** Typed settings from the raw map; throws on invalid input. */
  parseSettings(raw: RawSettings): S;
  testConnection(ctx: SettingsContext<S>): Promise<boolean>;
  provisioning?:
    | ProvisioningPlan
    | ((ctx: IntegrationContext<S>) => ProvisioningPlan | Promise<ProvisioningPlan>);
  syncSteps: SyncStep<S>[];
  remoteData?: Record<string, (ctx: SettingsContext<S>) => Promise<RemoteOption[]>>;
  widgets?: WidgetDeclaration[];
  hooks?: IntegrationHooks<S>;
  inbound?: Record<string, (ctx: IntegrationContext<S>, payload: unknown) => void | Promise<void>>;
}
