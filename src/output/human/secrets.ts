import type { SecretsRotated } from '../../commands/secrets/rotate.js';
import type { Terminal } from '../terminal.js';
import { count } from '../text.js';

export function renderRotated(data: SecretsRotated, { out }: Terminal): string[] {
  const { installations, values, dead_letters, positions, converted } = data;
  const parts = [
    count(values, 'value'),
    ...(dead_letters > 0 ? [count(dead_letters, 'dead letter')] : []),
    ...(positions > 0 ? [count(positions, 'position')] : []),
  ];
  return [
    `${out.green('✔')} encrypted with the newest key: ${parts.join(', ')} of ${count(installations, 'installation')}`,
    ...(converted > 0
      ? [`  ${count(converted, 'value')} of an earlier version converted to plain text`]
      : []),
    'The older keys are not needed any more: remove them from SPM_CREDENTIALS_KEY.',
  ];
}
