/** Debian's chromium, driven by playwright-core. */
import { existsSync } from 'node:fs';
import type { Browser } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

export const hasBrowser = existsSync(CHROMIUM);

/** SPM_PLAYWRIGHT names another copy of playwright-core. */
export async function launchBrowser(): Promise<Browser> {
  const { chromium } = await import(process.env.SPM_PLAYWRIGHT ?? 'playwright-core');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
