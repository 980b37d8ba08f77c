import { resolve } from 'node:path';
import type { App } from '../../app/app.js';
import type { Integration, RawSettings } from '../../connector/types.js';
import { SpmError } from '../../errors.js';
import { didYouMean } from '../../nearest.js';
import { isImpliedId } from '../../runtime/implied.js';
import type { Registration, RegistrationOutcome } from '../../runtime/installations/register.js';
import type { SettingField } from '../../runtime/installations/settings.js';
import type { InstallationStatus, NewInstallation } from '../../runtime/ports/records.js';
import { withApp } from '../app.js';
import type { Command, Diagnostic, Invocation, Report } from '../types.js';
import { WAIT, waitMs } from '../wait.js';
import {
  readToken,
  required,
  TOKEN_STDIN,
  type TokenOrigin,
  unusualTokenWarnings,
} from './token-input.js';

export interface InstallationAdded {
  installation_id: string;
  shop_domain: string | null;
  status: InstallationStatus;
  outcome: RegistrationOutcome;
  /** Null when the stored token was kept. */
  token_from: TokenOrigin | null;
  /** The form fields that have a value. */
  settings: string[];
}

export const command: Command = {
  spec: {
    name: 'installations add',
    summary: 'register a shop; it starts inactive',
    description: [
      'The command uses a piped token first, then SPM_ACCESS_TOKEN; at a terminal it asks for the token and does not show it. The token is stored encrypted with SPM_CREDENTIALS_KEY; only targets on this machine work without that key.',
      "The settings are the merchant's values: a JSON object with a value for the key of each field, added to the form's defaults. The connector's parseSettings must accept them.",
      'A registered id stays unchanged unless you pass --update. Adding the same data again does nothing.',
    ].join('\n\n'),
    options: [
      {
        flags: '--id <id>',
        description: "the installation's id on the platform",
      },
      {
        flags: '--shop-domain <domain>',
        description: 'the domain of the shop, for display',
        type: 'name',
      },
      { flags: '--settings <file>', description: "a JSON file with the merchant's settings" },
      TOKEN_STDIN,
      { flags: '--update', description: 'change a registered installation' },
      WAIT,
    ],
    examples: [
      {
        command: 'spm-connect installations add --id shop-1 --settings shop-1.json < token.txt',
        description: 'register a shop with the settings of its merchant',
      },
      {
        command: 'spm-connect installations add --id shop-1 --settings shop-1.json --update',
        description: 'change the settings and keep the token',
      },
    ],
  },
  run: (invocation) => withApp(invocation, (app) => add(invocation, app)),
};

async function add(invocation: Invocation, app: App): Promise<Report<InstallationAdded>> {
  const installation = installationOf(invocation);
  const cipher = await app.cipher();
  const integration = await app.integration();
  const store = await app.store();
  const known = await store.installations.get(installation.installationId);
  const given = await readSettings(invocation, integration, known === null);
  const token = await readToken(invocation);
  if (known === null) required(token, commandLine(invocation));
  const { register } = await import('../../runtime/installations/register.js');
  const { clock } = app;
  const outcome = await app.withLease(installation.installationId, waitMs(invocation), (held) =>
    register({ store, clock, cipher }, held.current(), {
      installation,
      token: token?.token ?? null,
      settings: given.settings,
      update: invocation.options.update === true,
    }),
  );
  const now = await store.installations.get(installation.installationId);
  return {
    data: {
      installation_id: installation.installationId,
      shop_domain: now?.shopDomain ?? null,
      status: now?.status ?? 'inactive',
      outcome,
      token_from: token?.from ?? null,
      settings: filledIn(given.settings),
    },
    diagnostics: [
      ...given.diagnostics,
      ...(token === null ? [] : unusualTokenWarnings(token)),
      ...(cipher === null ? [storedInTheClear] : []),
    ],
  };
}

export const storedInTheClear: Diagnostic = {
  severity: 'warning',
  code: 'stored-in-the-clear',
  message: 'The token is stored without encryption',
  hint: 'Set SPM_CREDENTIALS_KEY before you register a real shop; `openssl rand -hex 32` prints one.',
};

function installationOf({ options }: Invocation): NewInstallation {
  const installationId = String(options.id ?? '');
  if (installationId === '')
    throw new SpmError('SPM_MISSING_INPUT', 'The installation id is missing', {
      cause: '--id is missing',
      hint: 'Pass the id that the platform shows: `spm-connect installations add --id ID < token.txt`.',
    });
  checkId(installationId);
  const domain = options.shopDomain;
  return { installationId, ...(typeof domain === 'string' ? { shopDomain: domain } : {}) };
}

function checkId(id: string): void {
  const implied = isImpliedId(id);
  if (/^[\x21-\x7e]{1,200}$/.test(id) && !id.startsWith('-') && !implied) return;
  throw new SpmError('SPM_INVALID_VALUE', `--id cannot be '${id}'`, {
    cause: implied
      ? 'ids such as sandbox and local-... are reserved for the sandbox and URL targets'
      : 'expected up to 200 ASCII characters, without white space and without a leading hyphen',
    hint: 'Pass the id that the platform shows for the installation.',
  });
}

const commandLine = ({ options }: Invocation): string =>
  `spm-connect installations add --id ${String(options.id)}`;

interface GivenSettings {
  settings: Registration['settings'];
  diagnostics: Diagnostic[];
}

/** Empty for a known installation that keeps its settings. */
async function readSettings(
  { options, cwd, redactor }: Invocation,
  integration: Integration,
  isNew: boolean,
): Promise<GivenSettings> {
  const file = typeof options.settings === 'string' ? options.settings : undefined;
  if (file === undefined && !isNew) return { settings: null, diagnostics: [] };
  const { fieldsOf, readFixture, settingsFromFixture } = await import('../../config/fixtures.js');
  const { parseSettings } = await import('../../runtime/settings.js');
  const { learnSettings } = await import('../../runtime/installations/settings.js');
  const filled = file === undefined ? undefined : await readFixture(resolve(cwd, file));
  const fields = fieldsOf(integration.configSchema);
  const settings = settingsFromFixture(integration, filled);
  learnSettings(redactor, integration, settings);
  parseSettings(
    integration,
    settings,
    file === undefined
      ? "Pass the merchant's settings with --settings FILE."
      : `Correct ${file}: it must have a value for the key of each form field.`,
  );
  return {
    settings: { fields, values: settings },
    diagnostics: unknownSettings(filled?.settings ?? {}, fields),
  };
}

function filledIn(given: Registration['settings']): string[] {
  const { fields = [], values = {} } = given ?? {};
  return fields.map(({ key }) => key).filter((key) => (values[key] ?? null) !== null);
}

function unknownSettings(settings: RawSettings, fields: readonly SettingField[]): Diagnostic[] {
  const keys = fields.map(({ key }) => key);
  return Object.keys(settings)
    .filter((key) => !keys.includes(key))
    .map((key) => ({
      severity: 'warning',
      code: 'unknown-setting',
      message: `The form has no field '${key}', so its value is not stored`,
      hint: didYouMean(key, keys) ?? `The fields are ${keys.join(', ') || 'none'}.`,
    }));
}
