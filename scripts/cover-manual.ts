/** `npm run cover:manual`: builds covermain, then runs its `manual` command on this repository's example. */
import spawn from 'cross-spawn';

const built = spawn.sync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
if (built.status === 0) {
  process.argv.splice(2, 0, 'manual');
  await import('../dist/src/cli.js');
} else {
  process.exitCode = built.status ?? 1;
}
