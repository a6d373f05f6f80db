// The npm package as it would be published: packed, and unpacked where no workspace is.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inRepo } from './repo.mjs';

/** What npm needs to find its own program in the environment of a test. */
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Packs the package: `{tarball, files, folder, project(), close()}`. `files` are its files by name.
 * `project(modules)` makes an empty project that has it, and those packages of the tests that it names.
 */
export function packPackage() {
  const folder = mkdtempSync(join(tmpdir(), 'edgeprint-package-'));
  const args = ['pack', '--json', '--pack-destination', folder];
  const [{ filename }] = JSON.parse(execFileSync(npm, args, { cwd: inRepo('npm'), encoding: 'utf8', stdio: 'pipe' }));
  const tarball = readFileSync(join(folder, filename));
  const files = unpacked(gunzipSync(tarball));
  const pure = join(folder, 'pure');
  mkdirSync(pure);
  execFileSync('tar', ['-xzf', join(folder, filename), '-C', pure]);
  let projects = 0;
  return {
    tarball,
    files,
    folder: join(pure, 'package'),
    project(modules = []) {
      projects += 1;
      const root = join(folder, `project-${projects}`);
      mkdirSync(join(root, 'node_modules'), { recursive: true });
      // A copy: bundlers follow links, out of the project and into this repository.
      cpSync(join(pure, 'package'), join(root, 'node_modules', 'edgeprint'), { recursive: true });
      for (const name of modules) {
        mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true });
        symlinkSync(inRepo('node_modules', name), join(root, 'node_modules', name), 'junction');
      }
      return root;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A tar's files: 512 bytes that tell name and size in octal, then the content, filled up to 512. */
function unpacked(tar) {
  const files = new Map();
  for (let at = 0; at + 512 <= tar.length && tar[at] !== 0; ) {
    const name = tar.toString('utf8', at, at + 100).replace(/\0.*$/s, '');
    const size = Number.parseInt(tar.toString('latin1', at + 124, at + 136), 8);
    files.set(name.replace(/^package\//, ''), tar.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return files;
}
