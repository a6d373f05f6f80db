export default defineNuxtConfig({
  compatibilityDate: '2026-04-01',
  // What the page may know. NUXT_PUBLIC_EDGEPRINT_URL and NUXT_PUBLIC_EDGEPRINT_SITE_KEY fill it when the server starts.
  runtimeConfig: { public: { edgeprintUrl: '', edgeprintSiteKey: '' } },
  app: { head: { title: 'Your device', link: [{ rel: 'icon', href: 'data:,' }] } },
  telemetry: false,
  // Nuxt brings Vite 7, whose `dev` moves the package's script away from its WebAssembly.
  vite: { optimizeDeps: { exclude: ['edgeprint'] } },
});
