import node from '@astrojs/node';
import react from '@astrojs/react';
import { defineConfig } from 'astro/config';

export default defineConfig({
  output: 'server',
  adapter: node({ mode: 'standalone' }),
  integrations: [react()],
  // Astro 5 brings Vite 6, whose `dev` moves the package's script away from its WebAssembly.
  vite: { optimizeDeps: { exclude: ['edgeprint'] } },
});
