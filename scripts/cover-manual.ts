/** `npm run cover:manual`: builds covermain, then runs `covermain manual` on this repository's example. */
import spawn from 'cross-spawn';

const build = spawn.sync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
if (build.status === 0) {
  process.argv.splice(2, 0, 'manual');
  // The URL keeps TypeScript from looking for the types of the executable, which has none.
  await import(new URL('../bin/covermain.js', import.meta.url).href);
} else {
  process.exitCode = build.status ?? 1;
}
