/** The phases of an installation, and the ecosystem's statuses. Pure. */

import type { Phase } from '../ports/lifecycle.js';
import type { InstallationStatus } from '../ports/records.js';

const STATUS: Readonly<Record<Phase, InstallationStatus>> = {
  installed: 'inactive',
  activating: 'inactive',
  ready: 'inactive',
  active: 'active',
  inactive: 'inactive',
  uninstalled: 'uninstalled',
};

export const statusOf = (phase: Phase): InstallationStatus => STATUS[phase];

/**
 * The phase of an installation with this status. `recorded` is what the last lifecycle event left; a status that
 * does not belong to it is newer, from a command or from another tool of the ecosystem.
 */
export function phaseOf(
  status: InstallationStatus,
  recorded: Phase | null,
  wasActive: boolean,
): Phase {
  if (recorded !== null && statusOf(recorded) === status) return recorded;
  if (status !== 'inactive') return status;
  return wasActive ? 'inactive' : 'installed';
}
