import fc from 'fast-check';
import { it } from 'vitest';
import { lintIntegration } from '../../src/plan/lint.js';
import { segments } from '../../src/plan/path.js';
import { runProvisioning } from '../../src/runtime/provision/provision.js';
import { mutate, mutation, validPlan } from '../helpers/plans.js';
import { quickSandbox } from '../helpers/quickSandbox.js';
it('explore', async () => {
  const shop = await quickSandbox();
  const seed = Number(process.env.SEED ?? 1);
  const N = Number(process.env.N ?? 10000);
  const samples = fc.sample(fc.tuple(validPlan, fc.array(mutation, { minLength: 0, maxLength: 3 })), { numRuns: N, seed });
  let t = process.cpuUsage(); const times: Record<string, number> = {}; const lap = (n: string) => { const u = process.cpuUsage(t); times[n] = (times[n] ?? 0) + (u.user + u.system) / 1e6; t = process.cpuUsage(); };
  const kinds = new Map<string, [number, string]>(); let clean = 0;
  const tell = (k: string, s: string) => { const e = kinds.get(k); if (e) e[0]++; else kinds.set(k, [1, s]); };
  const rulesFired = new Map<string, number>();
  for (const [plan, ms] of samples) {
    const m: any = mutate(plan, ms); lap('mutate');
    let fs; try { fs = lintIntegration({ plan: m, planPath: '' }); } catch (e: any) { tell('LINT THROWS ' + e.stack.split('\n').slice(0, 3).join('|'), JSON.stringify(m)); continue; }
    lap('lint');
    for (const f of fs) { rulesFired.set(f.rule, (rulesFired.get(f.rule) ?? 0) + 1); let v: any = m; for (const s of segments(f.path).slice(0, -1)) { if (typeof v !== 'object' || v === null) { tell('PATH ' + f.rule, f.path + ' ' + JSON.stringify(m)); break; } v = v[s]; } }
    if (fs.some((f) => f.severity === 'error')) { if (ms.length === 0) tell('VALID HAS ERROR ' + fs[0]!.rule, JSON.stringify(fs) + JSON.stringify(m)); continue; }
    clean++;
    shop.reset(); lap('reset');
    try {
      const r = await runProvisioning(shop.client, m ?? {});
      if (r.errors.length) tell('ERR ' + r.errors[0]!.message.replace(/\d+|"[^"]*"/g, '#').slice(0, 110), JSON.stringify(ms.map(x=>[x.kind, x.value])) + JSON.stringify(r.errors) + JSON.stringify(m));
      else if (Object.keys(r.sourceIds).length !== (m?.dataSources?.length ?? 0)) tell('SOURCES', JSON.stringify(m));
      else if (Object.keys(r.defIds).length !== (m?.customData?.length ?? 0)) tell('DEFS', JSON.stringify(m));
      else if (r.events !== (m?.events?.length ?? 0)) tell('EVENTS', JSON.stringify(m));
      else if (r.orderStatuses !== (m?.orderStatuses?.length ?? 0)) tell('STATUSES', JSON.stringify(m));
    } catch (e: any) { tell('PROV THROWS ' + e.stack.split('\n').slice(0, 4).join('|').slice(0, 300), JSON.stringify(m)); }
    lap('provision');
  }
  console.log({ clean, times });
  for (const [k, [n, s]] of [...kinds].sort((a, b) => b[1][0] - a[1][0])) console.log(n, k, '\n    ', s.slice(0, 1200));
  if (process.env.RULES) console.log([...rulesFired].sort());
  await shop.stop();
}, 600000);
