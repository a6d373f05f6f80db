// Builds one of the linker's programs, if it is stale, and becomes it:
//
//   npm run --silent link-eval                  speaks the linking benchmark's protocol
//   npm run --silent link-replay -- --every 7   the benchmark's replay without the pipe (population on stdin)
//   npm run --silent link-learn                 learns the weights anew (population on stdin)
//
// What the build says goes to stderr: stdout belongs to the program.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { cargoTarget, root } from './lib/paths.mjs';

const [program, ...args] = process.argv.slice(2);
const build = ['build', '--release', '--locked', '-q', '-p', 'edgeprint-linker', '--features', 'lab', '--bin', program];
const built = spawnSync('cargo', build, { cwd: root, stdio: ['ignore', 2, 2] });
if (built.error) process.stderr.write(`cargo does not run: ${built.error.message}\n`);
if (built.status !== 0) process.exit(built.status ?? 1);

const suffix = process.platform === 'win32' ? '.exe' : '';
const child = spawn(join(cargoTarget, 'release', `${program}${suffix}`), args, { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
