import { type DataSourcePlan, defineIntegration } from 'spm-connect';

async function stores(): Promise<DataSourcePlan[]> {
  const response = await fetch('https://partner.example/stores');
  const found = (await response.json()) as { id: string; name: string }[];
  return found.map(({ id, name }) => ({ key: id, decl: { label: name, type: 'api' } }));
}

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  provisioning: async () => ({ dataSources: await stores() }), // <- lint/evaluation
  syncSteps: [],
});
