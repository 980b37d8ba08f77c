import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { formatHtml } from '../../../src/output/graph/html.js';
import { LIMIT } from '../../../src/output/graph/svg.js';
import { hasBrowser, launchBrowser } from '../../helpers/browser.js';
import { temporaryFolder } from '../../helpers/cli.js';
import { csv, cyclic, HOSTILE, hostile, report, retail } from './plans.js';

it('has lists instead of a picture when the plan is too large for one', async () => {
  const customData = Array.from({ length: LIMIT.definitions + 1 }, (_, i) => ({
    name: `d${i}`,
    fields: [],
  }));
  const html = await formatHtml(report({ customData }));
  expect(html).not.toContain('<svg');
  expect(html).toContain('too large for a picture');
  expect(html).toContain(`>d${LIMIT.definitions}</a>`);
});

describe.skipIf(!hasBrowser)('the page (skipped without /usr/bin/chromium)', () => {
  const folder = temporaryFolder();
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let complaints: string[];
  let requests: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
    context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  });
  afterAll(async () => {
    await browser?.close();
    folder.remove();
  });

  beforeEach(async () => {
    complaints = [];
    requests = [];
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
    // The page itself, and nothing else.
    expect(new Set(requests)).toEqual(new Set([address]));
  });

  const file = join(folder.path, 'plan.html');
  const address = pathToFileURL(file).href;
  const open = async (plan: unknown) => {
    writeFileSync(file, await formatHtml(report(plan)));
    await page.goto(address);
  };
  const part = () =>
    page
      .locator('.view svg')
      .evaluate((svg) => (svg.getAttribute('viewBox') ?? '').split(' ').map(Number));
  const names = () => page.locator('article h3 a').allTextContents();

  it('shows the definitions in a picture and in full', async () => {
    await open(csv);
    expect(await page.locator('h1').textContent()).toBe('Shop');
    expect(await names()).toEqual(['Loyalty card']);
    expect(await page.locator('.view svg text').allTextContents()).toEqual(
      expect.arrayContaining(['Loyalty card', 'card_number', 'contacts', 'id_contact', 'files']),
    );
    const row = page.locator('article tbody tr').nth(1);
    expect(await row.locator('td').allTextContents()).toEqual([
      'contact',
      'number',
      'required',
      'contacts.id_contact system schema',
      'Contact',
    ]);
  });

  it.each(Object.entries({ csv, cyclic, retail }))(
    'has room for every text in the boxes of its picture: %s',
    async (_, plan) => {
      await open(plan);
      const outside = await page.evaluate<string[]>(`
        [...document.querySelectorAll('.view text')].filter((text) => {
          const [inner, outer] = [text, text.parentNode.querySelector('rect')].map((one) => one.getBBox());
          return inner.x < outer.x || inner.x + inner.width > outer.x + outer.width ||
            inner.y < outer.y || inner.y + inner.height > outer.y + outer.height;
        }).map((text) => text.textContent)`);
      expect(outside).toEqual([]);
    },
  );

  it('zooms by buttons, keys and the wheel, and shows all again', async () => {
    await open(retail);
    const [, , before = 0] = await part();
    await page.locator('[data-act=in]').click();
    const [, , closer = 0] = await part();
    expect(closer).toBeCloseTo(before / 1.25, 0);
    await page.locator('.view').focus();
    await page.keyboard.press('-');
    expect((await part())[2]).toBeCloseTo(before, 0);
    await page.locator('.view').hover();
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await expect.poll(async () => (await part())[2] ?? 0).toBeLessThan(before / 2);
    await page.locator('[data-act=all]').click();
    const [x = 0, y = 0, width = 0, height = 0] = await part();
    const whole = await page.evaluate<{ width: number; height: number }>(
      "(({ width, height }) => ({ width, height }))(document.querySelector('.view svg').getBBox())",
    );
    expect([x, y].every((value) => value <= 1)).toBe(true);
    expect(width).toBeGreaterThanOrEqual(whole.width);
    expect(height).toBeGreaterThanOrEqual(whole.height);
  });

  it('moves by dragging, without following the link under the pointer', async () => {
    await open(csv);
    const [x = 0, y = 0] = await part();
    const name = page.locator('.view a').first();
    const box = await name.boundingBox();
    const [startX, startY] = [(box?.x ?? 0) + 20, (box?.y ?? 0) + 10];
    await page.mouse.move(startX, startY);
    await page.mouse.down();
    await page.mouse.move(startX + 120, startY + 60, { steps: 4 });
    await page.mouse.up();
    const [movedX = 0, movedY = 0] = await part();
    expect(movedX).toBeLessThan(x - 50);
    expect(movedY).toBeLessThan(y - 25);
    expect(page.url()).toBe(address);
  });

  it('leads from a node to its text and back', async () => {
    await open(retail);
    await page.locator('[data-act=all]').click();
    await page.locator('.view a', { hasText: 'Gift card use' }).click();
    expect(page.url()).toBe(`${address}#about-d27`);
    await page.locator('article#about-d30 h3 a').click();
    const [view, node] = [
      await page.locator('.view').boundingBox(),
      await page.locator('#d30').boundingBox(),
    ];
    expect((node?.x ?? 0) + (node?.width ?? 0) / 2).toBeCloseTo(
      (view?.x ?? 0) + (view?.width ?? 0) / 2,
      -1,
    );
  });

  it('says what is wrong', async () => {
    await open(cyclic);
    expect(await page.getByRole('alert').textContent()).toBe(
      'These definitions refer to each other in a circle and cannot be created: Store, Employee, Team.',
    );
  });

  it('is dark where that is preferred', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open(csv);
    const style = (selector: string, property: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
    expect(await style('body', 'backgroundColor')).toBe('rgb(18, 22, 28)');
    expect(await style('.view svg [fill="#ffffff"]', 'fill')).toBe('rgb(27, 33, 41)');
    expect(await style('.view svg text[fill="#1d2733"]', 'fill')).toBe('rgb(228, 233, 240)');
  });

  it('takes any name for a text', async () => {
    await open(hostile);
    expect(await names()).toHaveLength(HOSTILE.length);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
    expect(await page.locator('article b, article code b').allTextContents()).not.toContain('x');
  });
});
