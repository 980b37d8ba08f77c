/** The part of undici that is used; its main module also loads a browser's fetch, caches and mocks. */
declare module 'undici/lib/dispatcher/agent.js' {
  // biome-ignore lint/style/noDefaultExport: so the module does.
  export { Agent as default } from 'undici';
}
