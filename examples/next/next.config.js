import { fileURLToPath } from 'node:url';

/** @type {import('next').NextConfig} */
export default {
  // A project of its own, though it lies in a repository that is one too.
  turbopack: { root: fileURLToPath(new URL('.', import.meta.url)) },
  poweredByHeader: false,
};
