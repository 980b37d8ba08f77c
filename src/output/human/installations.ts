import type { InstallationsList } from '../../commands/installations/list.js';
import type { Terminal } from '../terminal.js';
import { moment, table } from '../text.js';

export function renderInstallationsList(data: InstallationsList, { out }: Terminal): string[] {
  if (data.installations.length === 0) return ['No installation is registered.'];
  const [titles = '', ...rows] = table(
    ['id', 'shop', 'status', 'last run', 'when'].map((title) => ({ title })),
    data.installations.map(({ installation_id, shop_domain, status, last_run }) => [
      installation_id,
      shop_domain ?? '-',
      status,
      last_run === null ? 'none' : `${last_run.status} (#${last_run.id})`,
      moment(last_run?.finished_at ?? last_run?.started_at ?? null, data.generated_at),
    ]),
  );
  return [out.bold(titles), ...rows];
}
