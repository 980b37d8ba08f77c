export default {
  slug: 'Acme Shop', // <- connector/shape
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [
    {
      entity: 'orders',
      cursorScope: 'global',
      enabled: () => true,
      run: async () => ({ items: 0, errors: [] }),
    },
    {
      entity: 'orders', // <- connector/shape
      cursorScope: 'global',
      enabled: () => true,
      run: async () => ({ items: 0, errors: [] }),
    },
  ],
};
