import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { control } from '../control/control.ts';
import { rig } from '../fixtures.ts';

const STATIC = new URL('../../../src/sandbox/ui/static/', import.meta.url);

describe('the page of a sandbox', () => {
  it('comes without a key, never cached, and may run nothing but its own files', async () => {
    const { sandbox } = await rig();
    const page = await fetch(`${sandbox.baseUrl}/_sandbox/ui`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
  });

  it('serves every file there is, and nothing else', async () => {
    const { sandbox } = await rig();
    const files = readdirSync(STATIC).filter((name) => name !== 'index.html');
    expect(files.length).toBeGreaterThan(0);
    for (const name of files) {
      const answer = await fetch(`${sandbox.baseUrl}/_sandbox/ui/${name}`);
      expect([name, answer.status]).toEqual([name, 200]);
      await answer.arrayBuffer();
    }
    for (const name of ['..%2froutes.js', '%2e%2e%2froutes.js', 'index.html', 'none.js']) {
      const answer = await fetch(`${sandbox.baseUrl}/_sandbox/ui/${name}`);
      expect([name, answer.status]).toEqual([name, 404]);
    }
  });

  it('answers this machine only, as the control API that it calls', async () => {
    const { sandbox } = await rig();
    for (const path of ['ui', 'ui/page.js']) {
      const headers = { host: 'rebound.example' };
      expect(await control(sandbox, 'GET', path, { headers })).toMatchObject({ status: 403 });
    }
  });

  it('has no inline code or style', async () => {
    const { sandbox } = await rig();
    const html = await (await fetch(`${sandbox.baseUrl}/_sandbox/ui`)).text();
    expect(html).not.toMatch(/\son\w+=|<style|\sstyle=|javascript:/i);
  });
});
