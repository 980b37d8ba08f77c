import { defineIntegration } from 'spm-connect';

export default defineIntegration({
  slug: 'acme',
  meta: { name: 'Acme', version: '1.0.0' },
  configSchema: { fields: [] },
  parseSettings: (raw) => raw,
  testConnection: async () => true,
  syncSteps: [],
  widgets: [
    {
      key: 'points',
      name: { en: 'Points', fr: 'Points' },
      targets: ['email_template', 'popup'],
      render_type: 'image',
      image_url_template: 'https://acme.example/points.png',
    },
  ],
});
