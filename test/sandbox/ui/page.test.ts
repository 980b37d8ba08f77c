import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasBrowser, launchBrowser } from './browser.ts';
import { KEY, type StubSandbox, stubSandbox } from './stubSandbox.ts';

const EVIL = '<img src=x onerror="window.hacked=1">';

describe.skipIf(!hasBrowser)('the page (skipped without /usr/bin/chromium)', () => {
  let browser: Browser;
  let stub: StubSandbox;
  let page: Page;
  let complaints: string[];
  let outside: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  beforeEach(async () => {
    stub = await stubSandbox();
    complaints = [];
    outside = [];
    page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(stub.baseUrl)) outside.push(request.url());
    });
  });
  afterEach(async () => {
    await page.close();
    await stub.stop();
    expect(complaints).toEqual([]);
    expect(outside).toEqual([]);
  });

  const open = async (section = '') => {
    await page.goto(`${stub.baseUrl}/_sandbox/ui${section}`);
    await page.locator('#health[data-state=live]').waitFor();
  };
  const shown = (text: string) => page.getByText(text).filter({ visible: true }).first().waitFor();
  const rows = () => page.locator('#request-rows tr');
  const expectRows = (count: number) =>
    expect.poll(() => rows().count(), { timeout: 10_000 }).toBe(count);

  it('tells where a client must point, and copies it', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await open();
    await page.getByText(stub.baseUrl, { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Copy API key' }).click();
    await page.locator('#toast', { hasText: 'Copied' }).waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(KEY);
  });

  it('shows requests as they come, newest first, and says so to those who listen', async () => {
    await open();
    await shown('No requests yet.');
    stub.log({ path: '/v1/customers', items: 50 });
    stub.log({ path: '/v1/orders', status: 400 });
    await rows().nth(1).waitFor();
    expect(await rows().first().innerText()).toContain('/v1/orders');
    expect(await page.locator('#requests-announce').innerText()).toContain('2 new requests');
    stub.log({ method: 'GET', path: '/v1/products' });
    await rows().nth(2).waitFor();
    expect(await rows().first().innerText()).toContain('/v1/products');
  });

  it('filters by method, path and class of status, also what comes later', async () => {
    stub.log({ path: '/v1/customers' });
    stub.log({ path: '/v1/customers', status: 500 });
    stub.log({ method: 'GET', path: '/v1/customers/C1', status: 404 });
    stub.log({ path: '/v1/orders', status: 0 });
    await open();
    await page.getByLabel('Path contains').fill('CUSTOMERS');
    await expectRows(3);
    await page.getByLabel('Status').selectOption('4');
    await expectRows(1);
    await page.getByRole('combobox', { name: 'Method' }).selectOption('POST');
    await shown('No request matches');
    stub.log({ path: '/v1/customers', status: 409 });
    stub.log({ path: '/v1/customers', status: 200 });
    await expectRows(1);
    await page.getByLabel('Path contains').fill('');
    await page.getByLabel('Status').selectOption('0');
    await shown('cut off');
  });

  it('opens a request with the keyboard, steps to the next, and gives the focus back', async () => {
    stub.log({ body: '[{"customer_id":"first"}]', response: '{"sent_count":1}' });
    stub.log({ body: '[{"customer_id":"cut', response: '' });
    await open();
    await rows().nth(1).getByRole('button').press('Enter');
    const drawer = page.getByRole('dialog');
    await drawer.getByText('"first"').waitFor();
    await drawer.getByText('"sent_count"').waitFor();
    await page.keyboard.press('ArrowUp');
    await drawer.getByText('[{"customer_id":"cut').waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'hidden' });
    expect(await rows().nth(1).getByRole('button').evaluate(isFocused)).toBe(true);
  });

  const isFocused = (element: { ownerDocument: { activeElement: unknown } }) =>
    element.ownerDocument.activeElement === element;

  it('pauses and resumes the log, and clears it', async () => {
    stub.log({});
    await open();
    await expectRows(1);
    await page.getByRole('button', { name: 'Pause' }).click();
    stub.log({});
    await page.getByRole('button', { name: 'Resume (1 new)' }).click();
    await expectRows(2);
    await page.getByRole('button', { name: 'Clear' }).click();
    await shown('No requests yet.');
    expect(stub.writes).toEqual(['DELETE requests null']);
  });

  it('shows resources with counts, and their records with search and pages', async () => {
    stub.resources = {
      customers: Array.from({ length: 60 }, (_, i) => ({ id: i + 1, customer_id: `C${i + 1}` })),
      orders: [],
    };
    await open('#resources');
    await page.getByRole('button', { name: 'customers 60' }).waitFor();
    await shown('1 to 25 of 60');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Next' }).click();
    await shown('51 to 60 of 60');
    await page.getByRole('searchbox', { name: 'Search' }).fill('C42');
    await shown('1 match');
    await page.locator('#record-rows').getByRole('button').click();
    await page.getByRole('dialog').getByText('"C42"').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('searchbox', { name: 'Search' }).fill('nobody');
    await shown('Nothing contains “nobody”.');
    await page.getByRole('button', { name: 'orders 0' }).click();
    await shown('Nothing here yet.');
  });

  it('reads the counts again when requests arrive', async () => {
    stub.resources = { customers: [] };
    await open('#resources');
    await page.getByRole('button', { name: 'customers 0' }).waitFor();
    stub.resources.customers?.push({ id: 1, customer_id: 'C1' });
    stub.log({});
    await page.getByRole('button', { name: 'customers 1' }).waitFor();
  });

  it('writes what strangers sent as text, everywhere', async () => {
    stub.resources = { customers: [{ id: 1, first_name: EVIL, [EVIL]: 1 }] };
    stub.log({ path: `/v1/customers?q=${EVIL}`, method: EVIL, body: EVIL, response: EVIL });
    stub.faults.push({ id: 1, spec: `${EVIL} 5%` });
    stub.snapshots.push({ name: EVIL });
    stub.installations.push({ id: EVIL, url: EVIL, status: EVIL, key: EVIL, deliveries: [] });
    for (const section of ['#resources', '#faults', '#settings', '#installations', '#requests']) {
      await open(section);
      await shown(EVIL);
    }
    await rows().first().getByRole('button').click();
    await page.getByRole('dialog').getByText(EVIL).first().waitFor();
    expect(await page.locator('img:not([src="ui/icon.svg"])').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('adds and removes faults, and says why one is refused', async () => {
    await open('#faults');
    await shown('No faults');
    const spec = page.getByLabel('Method, path, how often, what');
    await spec.fill('nonsense');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.locator('#toast', { hasText: '400: No share.' }).waitFor();
    expect(await spec.inputValue()).toBe('nonsense');
    await page.locator('.chip').first().click();
    await spec.press('Enter');
    await page.getByRole('button', { name: 'Remove POST /v1/customers 5% 500' }).click();
    await shown('No faults');
    await page.getByLabel('Latency, ms').fill('20..80');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.locator('#toast', { hasText: 'Applied' }).waitFor();
    expect(stub.conditions).toMatchObject({ latency: '20..80', rate_limit: null, seed: 7 });
  });

  it('resets only when asked twice', async () => {
    stub.resources = { customers: [{ id: 1 }] };
    await open('#settings');
    const reset = page.getByRole('button', { name: 'Reset the sandbox' });
    await reset.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await reset.click();
    await page.keyboard.press('Escape');
    expect(stub.writes).toEqual([]);
    await reset.click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
    await page.locator('#toast', { hasText: 'empty again' }).waitFor();
    expect(stub.writes).toEqual(['POST reset {}']);
    expect(stub.resources.customers).toEqual([]);
  });

  it('moves and freezes the clock', async () => {
    await open('#settings');
    await shown('2026-01-02 03:04:05 UTC');
    await page.getByRole('button', { name: '+ 1 day' }).click();
    await page.getByRole('button', { name: 'Freeze' }).click();
    await page.getByRole('button', { name: 'Let it run' }).waitFor();
    await page.getByLabel('Set to, UTC').fill('2030-05-06T07:08:09');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await shown('2030-05-06 07:08:09 UTC');
    expect(stub.writes).toEqual([
      'PUT clock {"offset_ms":86400000}',
      'PUT clock {"frozen":true}',
      'PUT clock {"now":"2030-05-06T07:08:09.000Z"}',
    ]);
  });

  it('takes and restores snapshots', async () => {
    await open('#settings');
    await page.getByLabel('Name').fill('a.b');
    await page.getByRole('button', { name: 'Take' }).click();
    await page.getByRole('button', { name: 'Restore a.b' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await page.locator('#toast', { hasText: 'restored' }).waitFor();
    expect(stub.writes).toEqual(['POST snapshots {"name":"a.b"}', 'POST snapshots/a.b/restore {}']);
  });

  it('creates an installation, runs its actions, and says when the connector refuses', async () => {
    await open('#installations');
    await page.getByLabel('Connector URL').fill('http://127.0.0.1:8082');
    await page.getByLabel('Webhook secret').fill('s3cret');
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('button', { name: 'Install', exact: true }).click();
    await page.locator('#toast', { hasText: 'Install: done' }).waitFor();
    await page.getByRole('button', { name: 'Configure' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('{"api_key":"k"}');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Activate', exact: true }).click();
    await page.locator('#toast', { hasText: 'Activate: connection_failed' }).waitFor();
    expect(stub.writes).toEqual([
      'POST installations {"url":"http://127.0.0.1:8082","webhook_secret":"s3cret"}',
      'POST installations/inst-1/install {}',
      'POST installations/inst-1/configure {"configs":{"api_key":"k"}}',
      'POST installations/inst-1/activate {}',
    ]);
  });

  it('says what a sandbox cannot do, and does the rest', async () => {
    stub.missing = new Set(['faults', 'installations', 'snapshots', 'clock']);
    stub.log({});
    await open('#faults');
    await shown('This sandbox cannot do this yet.');
    await page.getByRole('link', { name: 'Requests' }).click();
    await expectRows(1);
  });

  it('says that the sandbox stopped answering, and goes on with the next one', async () => {
    stub.log({ path: '/v1/before' });
    await open();
    await shown('/v1/before');
    const { port } = stub;
    await stub.stop();
    await page.getByRole('alert').getByText('The sandbox does not answer.').waitFor();
    stub = await stubSandbox(port);
    stub.log({ path: '/v1/after' });
    await page.locator('#health[data-state=live]').waitFor();
    await shown('/v1/after');
    await expectRows(1);
    expect(await page.getByRole('alert').isVisible()).toBe(false);
  });

  it('fits a phone without scrolling sideways', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    stub.resources = { customers: [{ id: 1, email: `${'long'.repeat(30)}@example.com` }] };
    stub.log({ path: `/v1/${'long/'.repeat(30)}` });
    stub.faults.push({ id: 1, spec: `POST /v1/${'long'.repeat(20)} 5% 500` });
    stub.installations.push({
      id: 'inst-1',
      url: 'http://127.0.0.1:8082',
      status: 'active',
      key: KEY,
      deliveries: [],
    });
    for (const section of ['#requests', '#resources', '#installations', '#faults', '#settings']) {
      await open(section);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect([section, width]).toEqual([section, 390]);
    }
  });
});
