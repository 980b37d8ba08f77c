import type { SandboxEvent } from '../../commands/sandbox.js';
import type { Terminal } from '../terminal.js';

export function renderSandbox(event: SandboxEvent, { out }: Terminal): string[] {
  if (event.event === 'stopped') return ['Stopped.'];
  const { base_url, access_token, data } = event;
  return [
    `${out.green('●')} The sandbox answers at ${out.bold(base_url)}`,
    `  key   ${access_token}`,
    `  data  ${data ?? 'in memory; gone when it stops'}`,
    '',
    'A connector:',
    `  SPM_ACCESS_TOKEN=${access_token} spm-connect sync --target ${base_url}`,
    'Any SDK client:',
    `  SpmClient.getClient('v1', '${access_token}', { baseUrl: '${base_url}' })`,
    '',
    'Ctrl-C stops it.',
  ];
}
