/** The same collector in plain JavaScript, for pages whose policy blocks WebAssembly; not in every build. */

export * from './core.js';
export { default } from './core.js';
