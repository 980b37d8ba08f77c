/** The parts that every provisioned shop needs. */
import type { App } from '../../app/app.js';
import { type ProvisionOptions, type ProvisionReport, provisionShop } from '../../app/provision.js';
import type { Shop } from '../../app/shops/shop.js';
import type { SpmError } from '../../errors.js';
import type { Diagnostic, Invocation, Report } from '../types.js';
import { waitMs } from '../wait.js';

export interface Task {
  invocation: Invocation;
  app: App;
  target: string;
}

/** Changes must still match this when they are applied. */
export type Expected = NonNullable<ProvisionOptions['expected']>;

/** @throws the errors of `provisionShop` */
export async function apply(
  { app, invocation }: Task,
  shop: Shop,
  options: Omit<ProvisionOptions, 'waitMs'>,
): Promise<Report<ProvisionReport>> {
  const how = { ...options, waitMs: waitMs(invocation) };
  const { report, ok, ended } = await provisionShop(app, shop, how);
  return {
    data: report,
    exit: ok ? 'ok' : 'failed',
    ...(ended === null ? {} : { diagnostics: [diagnosticOf(ended)] }),
  };
}

function diagnosticOf({ code, message, hint }: SpmError): Diagnostic {
  return { severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) };
}
