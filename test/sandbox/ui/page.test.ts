import { request } from 'node:http';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type RunningSandbox,
  type SandboxOptions,
  startSandbox,
} from '../../../src/sandbox/index.ts';
import { hasBrowser, launchBrowser } from '../../helpers/browser.ts';
import { control } from '../control/control.ts';
import { customer } from '../fixtures.ts';
import { connector, SECRET } from '../platform/rig.ts';

/** Without spaces, so that it fits into a path. */
const EVIL = '<img/src=x/onerror="window.hacked=1">';
const AT = Date.UTC(2026, 0, 2, 3, 4, 5);

/** The page refreshes every second; here, ten times as often. */
const FASTER = `{
  const real = setTimeout;
  window.setTimeout = (work, ms, ...more) => real(work, ms === 1000 ? 100 : ms, ...more);
}`;

describe.skipIf(!hasBrowser)('the page (skipped without /usr/bin/chromium)', () => {
  let browser: Browser;
  let context: BrowserContext;
  let sandbox: RunningSandbox;
  let page: Page;
  let complaints: string[];
  let outside: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    await context.addInitScript(FASTER);
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    complaints = [];
    outside = [];
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(sandbox.baseUrl)) outside.push(request.url());
    });
  });
  afterEach(async () => {
    await page.close();
    await sandbox?.stop();
    expect(complaints).toEqual([]);
    expect(outside).toEqual([]);
  });

  const start = async (options: SandboxOptions = {}) => {
    sandbox = await startSandbox(options);
  };
  const show = async (section = '') => {
    await page.goto(`${sandbox.baseUrl}/_sandbox/ui${section}`);
    await page.locator('#health[data-state=live]').waitFor();
  };
  const open = async (section = '', options: SandboxOptions = {}) => {
    await start(options);
    await show(section);
  };
  /** Calls the API; returns the status of the answer, 0 when there was none. */
  const send = (method: string, path: string, body?: unknown): Promise<number> => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = { 'spm-api-key': sandbox.key, 'content-type': 'application/json' };
    return new Promise((resolve) => {
      const sent = request(`${sandbox.baseUrl}/`, { method, path, headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
      });
      sent.on('error', () => resolve(0));
      sent.end(text);
    });
  };
  const post = (...items: unknown[]) => send('POST', '/v1/customers', items);
  const read = async (path: string) => (await control(sandbox, 'GET', path)).body;
  const shown = (text: string) => page.getByText(text).filter({ visible: true }).first().waitFor();
  const toast = (text: string | RegExp) => page.locator('#toast', { hasText: text }).waitFor();
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const rows = () => page.locator('#request-rows tr');
  const expectRows = (count: number) =>
    expect.poll(() => rows().count(), { timeout: 10_000 }).toBe(count);

  it('tells where a client must point, and copies it', async () => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open();
    await page.getByText(sandbox.baseUrl, { exact: true }).waitFor();
    await button('Copy API key').click();
    await toast('Copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(sandbox.key);
  });

  it('shows requests as they come, newest first, and says so to those who listen', async () => {
    await open();
    await shown('No requests yet.');
    await post(customer('c1'));
    await rows().first().waitFor();
    expect(await page.locator('#requests-announce').innerText()).toContain(
      '1 new request, last POST /v1/customers answered 200',
    );
    await send('GET', '/v1/products');
    await rows().nth(1).waitFor();
    expect(await rows().first().innerText()).toContain('/v1/products');
  });

  it('filters by method, path and class of status, also what comes later', async () => {
    await start({ faults: ['PUT /v1/customers 500', 'GET /v1/orders reset-before'] });
    await post(customer('c1'));
    await send('PUT', '/v1/customers', [{}]);
    await send('GET', '/v1/customers/c2');
    await send('GET', '/v1/orders');
    await show();
    await page.getByLabel('Path contains').fill('CUSTOMERS');
    await expectRows(3);
    await page.getByLabel('Status').selectOption('4');
    await expectRows(1);
    await page.getByRole('combobox', { name: 'Method' }).selectOption('POST');
    await shown('No request matches');
    await post({ bad: 1 });
    await post(customer('c2'));
    await expectRows(1);
    await page.getByLabel('Path contains').fill('');
    await page.getByRole('combobox', { name: 'Method' }).selectOption('');
    await page.getByLabel('Status').selectOption('0');
    await shown('cut off');
    await page.getByLabel('Status').selectOption('5');
    await rows().getByText('fault').waitFor();
  });

  it('opens a request with the keyboard, steps to the next, and gives the focus back', async () => {
    await start();
    await post(customer('first'));
    await post({ ...customer('long'), first_name: 'x'.repeat(3000) });
    await show();
    await rows().nth(1).getByRole('button').press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('"first"').waitFor();
    await drawer.getByText('"sent_count"').waitFor();
    await page.keyboard.press('ArrowUp');
    await drawer.getByText('[{"customer_id":"long"').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(await rows().nth(1).getByRole('button').evaluate(isFocused)).toBe(true);
  });

  const isFocused = (element: { ownerDocument: { activeElement: unknown } }) =>
    element.ownerDocument.activeElement === element;

  it('pauses and resumes the log, and clears it', async () => {
    await start();
    await post(customer('c1'));
    await show();
    await expectRows(1);
    await button('Pause').click();
    await post(customer('c2'));
    await button('Resume (1 new)').click();
    await expectRows(2);
    await button('Clear').click();
    await shown('No requests yet.');
    expect(sandbox.requests).toEqual([]);
  });

  it('shows resources with counts, and their records with search and pages', async () => {
    await start();
    const sixty = Array.from({ length: 60 }, (_, i) => customer(`C${i + 1}`));
    await post(...sixty.slice(0, 50));
    await post(...sixty.slice(50));
    await show('#resources');
    await page.getByRole('button', { name: 'customers 60' }).click();
    await shown('1 to 25 of 60');
    await button('Next').click();
    await button('Next').click();
    await shown('51 to 60 of 60');
    await page.getByRole('searchbox', { name: 'Search' }).fill('C42');
    await shown('1 match');
    await page.locator('#record-rows').getByRole('button').click();
    await page.getByRole('dialog').getByText('"C42"').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: 'Search' }).fill('nobody');
    await shown('Nothing contains “nobody”.');
    await page.getByRole('button', { name: 'vouchers 0' }).click();
    await shown('Nothing here yet.');
  });

  it('reads the counts again when requests arrive', async () => {
    await open('#resources');
    await page.getByRole('button', { name: 'customers 0' }).waitFor();
    await post(customer('c1'));
    await page.getByRole('button', { name: 'customers 1' }).waitFor();
  });

  it('writes what strangers sent as text, everywhere', async () => {
    const partner = await connector();
    partner.handler = () => ({ body: { success: false, error: EVIL } });
    await start({ faults: ['POST /v1/customers/<img>/addresses 5% 500'] });
    await post({ ...customer('c1'), first_name: EVIL });
    await send('POST', `/v1/customers?${EVIL}`, [{ [EVIL]: EVIL }]);
    const body = { url: partner.url, webhook_secret: SECRET, shop_name: EVIL };
    const { id } = (await control(sandbox, 'POST', 'installations', { body })).body;
    await control(sandbox, 'POST', `installations/${id}/install`);
    await show('#resources');
    await page.getByRole('button', { name: 'customers 1' }).click();
    for (const section of ['#resources', '#faults', '#installations', '#requests']) {
      await page
        .getByRole('link')
        .and(page.locator(`[href="${section}"]`))
        .click();
      await shown(section === '#faults' ? 'POST /v1/customers/<img>/addresses' : EVIL);
    }
    await rows().first().getByRole('button').click();
    await page.getByRole('dialog').getByText(EVIL).first().waitFor();
    expect(await page.locator('img:not([src="ui/icon.svg"])').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('adds and removes faults, and says why one is refused', async () => {
    await open('#faults', { faultSeed: 7 });
    await shown('No faults');
    const spec = page.getByLabel('Method, path, how often, what');
    await spec.fill('nonsense');
    await button('Add').click();
    await toast(/^400: .*nonsense/);
    expect(await spec.inputValue()).toBe('nonsense');
    await page.locator('.chip').first().click();
    await spec.press('Enter');
    await button('Remove POST /v1/customers 5% 500').click();
    await shown('No faults');
    await page.getByLabel('Latency, ms').fill('20..80');
    await button('Apply').click();
    await toast('Applied');
    expect(await read('faults')).toMatchObject({ latency: '20..80', rate_limit: null, seed: 7 });
  });

  it('resets only when asked twice', async () => {
    await start();
    await post(customer('c1'));
    await show('#settings');
    const reset = page.getByRole('button', { name: 'Reset the sandbox' });
    await reset.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await reset.click();
    await page.keyboard.press('Escape');
    expect(sandbox.state.count('customers')).toBe(1);
    await reset.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await toast('empty again');
    expect(sandbox.state.count('customers')).toBe(0);
  });

  it('moves and freezes the clock', async () => {
    await open('#settings', { now: () => AT });
    await shown('2026-01-02 03:04:05 UTC');
    await button('+ 1 day').click();
    await shown('2026-01-03 03:04:05 UTC');
    await button('Freeze').click();
    await button('Let it run').waitFor();
    await page.getByLabel('Set to, UTC').fill('2030-05-06T07:08:09');
    await button('Set').click();
    await shown('2030-05-06 07:08:09 UTC');
    expect(await read('clock')).toMatchObject({ now: '2030-05-06T07:08:09.000Z', frozen: true });
  });

  it('takes and restores snapshots', async () => {
    await start();
    await post(customer('c1'));
    await show('#settings');
    await page.getByLabel('Name').fill('a.b');
    await button('Take').click();
    await button('Restore a.b').waitFor();
    sandbox.reset();
    await button('Restore a.b').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await toast('restored');
    expect(sandbox.state.count('customers')).toBe(1);
    await button('Delete a.b').click();
    await button('Restore a.b').waitFor({ state: 'detached' });
  });

  it('creates an installation, runs its actions, and says when the connector refuses', async () => {
    const partner = await connector();
    partner.handler = ({ body }) =>
      body.event === 'integration.activated'
        ? { body: { success: false, error: 'connection_failed' } }
        : undefined;
    await open('#installations');
    await page.getByLabel('Connector URL').fill(partner.url);
    await page.getByLabel('Webhook secret').fill(SECRET);
    await button('Create').click();
    await button('Install').click();
    await toast('Install: done');
    await button('Configure').click();
    await page.getByRole('dialog').getByRole('textbox').fill('{"api_key":"k"}');
    await button('Save').click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await button('Activate').click();
    await toast('Activate: connection_failed');
    expect(partner.received.map(({ body }) => body.event)).toEqual([
      'integration.installed',
      'integration.activated',
    ]);
    const [installation] = (await read('installations')).installations;
    expect(installation).toMatchObject({ status: 'installed', configs: { api_key: 'k' } });
    await button('integration.activated').click();
    await page.getByRole('dialog').getByText('"connection_failed"').waitFor();
  });

  it('says what a sandbox cannot do, and does the rest', async () => {
    for (const missing of ['faults', 'installations', 'snapshots', 'clock']) {
      await page.route(`**/_sandbox/${missing}`, (route) =>
        route.fulfill({ status: 404, json: { statusCode: 404, message: 'Gone' } }),
      );
    }
    await start();
    await post(customer('c1'));
    await show('#faults');
    await shown('This sandbox cannot do this yet.');
    await page.getByRole('link', { name: 'Requests' }).click();
    await expectRows(1);
  });

  it('says that the sandbox stopped answering, and goes on with the next one', async () => {
    await start();
    await send('GET', '/v1/customers/before');
    await show();
    await shown('/v1/customers/before');
    const { port } = new URL(sandbox.baseUrl);
    await sandbox.stop();
    await page.getByRole('alert').getByText('The sandbox does not answer.').waitFor();
    await start({ port: Number(port) });
    await send('GET', '/v1/customers/after');
    await page.locator('#health[data-state=live]').waitFor();
    await shown('/v1/customers/after');
    await expectRows(1);
    expect(await page.getByRole('alert').isVisible()).toBe(false);
  });

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await start({ seed: 7, faults: [`POST /v1/customers/${'long'.repeat(20)}/addresses 5% 500`] });
    await post({ ...customer('c1'), first_name: 'long'.repeat(30) });
    await send('GET', `/v1/${'long/'.repeat(30)}`);
    const body = { url: 'http://127.0.0.1:1', webhook_secret: SECRET };
    const { id } = (await control(sandbox, 'POST', 'installations', { body })).body;
    await control(sandbox, 'POST', `installations/${id}/install`);
    await show();
    for (const section of ['#requests', '#resources', '#installations', '#faults', '#settings']) {
      await page.locator(`.tabs [href="${section}"]`).click();
      await page.locator(section).waitFor();
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect([section, width]).toEqual([section, 390]);
    }
  });
});
