import { describe, expect, it } from 'vitest';
import { InFlight, type Work } from '../../../src/runtime/sync/in-flight.ts';
import { deferred, hasEnded } from '../../helpers/deferred.ts';
import { settled } from '../../helpers/syncBench.ts';

function setup() {
  const errors: unknown[] = [];
  return { errors, inFlight: new InFlight('orders', (error) => errors.push(error)) };
}

const work = (kind: Work['kind'], push: number | null = null): Work => ({ kind, push });
const forever = () => new Promise<never>(() => {});

describe('the work of a step', () => {
  it('returns its result, and reports its error even if nobody awaits it', async () => {
    const { inFlight, errors } = setup();
    expect(await inFlight.start(work('send'), async () => 7)).toBe(7);
    const error = new Error('no');
    const failing = inFlight.start(work('send'), () => Promise.reject(error));
    await expect(failing).rejects.toBe(error);
    void inFlight.start(work('send'), () => Promise.reject(error));
    await settled();
    expect(errors).toEqual([error, error]);
  });

  it('is awaited at the end, with the work that it starts; then nothing may start', async () => {
    const { inFlight } = setup();
    const first = deferred();
    const second = deferred();
    void inFlight.start(work('send'), async () => {
      await first.promise;
      void inFlight.start(work('send'), () => second.promise);
    });
    const drained = inFlight.drain();
    first.resolve();
    expect(await hasEnded(drained)).toBe(false);
    second.resolve();
    await drained;
    let begun = false;
    const late = inFlight.start(work('send'), async () => {
      begun = true;
    });
    await expect(late).rejects.toMatchObject({
      code: 'SPM_CONNECTOR_INVALID',
      cause: expect.stringContaining('orders'),
    });
    expect(begun).toBe(false);
  });

  it.each([
    ['push', 'A batch was pushed after the step had ended'],
    ['send', 'Items were pushed after the step had ended'],
    ['select', 'Records were compared after the step had ended'],
    ['commit', 'A position was committed after the step had ended'],
  ] as const)('says what began too late: %s', async (kind, message) => {
    const { inFlight, errors } = setup();
    inFlight.close();
    await expect(inFlight.start(work(kind), async () => {})).rejects.toMatchObject({ message });
    expect(errors).toMatchObject([{ message }]);
  });

  it('is awaited by a checkpoint only if it started before', async () => {
    const { inFlight } = setup();
    const before = deferred();
    void inFlight.start(work('send'), () => before.promise);
    const ended = inFlight.ended();
    void inFlight.start(work('send'), forever);
    expect(await hasEnded(ended)).toBe(false);
    before.resolve();
    expect(await hasEnded(ended)).toBe(true);
  });

  it('is not awaited when it runs code of an abandoned step', async () => {
    const { inFlight } = setup();
    const own = deferred();
    void inFlight.start({ ...work('push', 1), foreign: true }, forever);
    void inFlight.start(work('send', 1), () => own.promise);
    inFlight.close();
    const drained = inFlight.drain();
    expect(await hasEnded(drained)).toBe(false);
    own.resolve();
    await drained;
  });

  it('is awaited to the end while the step is not abandoned', async () => {
    const { inFlight } = setup();
    const own = deferred();
    void inFlight.start({ ...work('push', 1), foreign: true }, () => own.promise);
    const drained = inFlight.drain();
    expect(await hasEnded(drained)).toBe(false);
    own.resolve();
    await drained;
  });

  it('can be awaited by its kind', async () => {
    const { inFlight } = setup();
    const send = deferred();
    const isMine = ({ kind, push }: Work) => kind === 'send' && push === 1;
    expect(inFlight.ended(isMine)).toBeNull();
    void inFlight.start(work('send', 2), forever);
    void inFlight.start(work('push', 1), forever);
    void inFlight.start(work('send', 1), () => send.promise);
    const ended = inFlight.ended(isMine);
    expect(await hasEnded(ended)).toBe(false);
    send.reject(new Error('it failed'));
    expect(await hasEnded(ended)).toBe(true);
    expect(inFlight.ended(isMine)).toBeNull();
    expect(inFlight.ended()).not.toBeNull();
  });

  it('is awaited with matching work that starts meanwhile', async () => {
    const { inFlight } = setup();
    const [first, second] = [deferred(), deferred()];
    const isMine = ({ push }: Work) => push === 1;
    void inFlight.start(work('send', 1), () => first.promise);
    void inFlight.start(work('send', 2), forever);
    const drained = inFlight.drained(isMine);
    void inFlight.start(work('send', 1), () => second.promise);
    first.resolve();
    expect(await hasEnded(drained)).toBe(false);
    second.resolve();
    expect(await hasEnded(drained)).toBe(true);
  });
});
