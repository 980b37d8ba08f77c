/** Progress of provisioning, for people. */
import type { ProvisionObserver } from '../../app/provision.js';
import type { Progress } from '../types.js';

export function watchProvision(progress: Progress): ProvisionObserver {
  return {
    reading: () => progress.start('Reading the shop'),
    read: (ok) => (ok ? progress.succeed('Read the shop') : progress.fail()),
    applying: () => progress.start('Applying'),
    settled: (done, writes) => progress.update(`${done} of ${writes}`),
    applied: (ok) => (ok ? progress.succeed('Applied') : progress.fail('Applied partly')),
  };
}
