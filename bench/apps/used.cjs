/** Preloaded into a command that is not ours: reports what its process has used, as it ends. Not copied anywhere. */
'use strict';
const { readFileSync } = require('node:fs');

/** In MB. `maxRSS` would do, if it were not that of the parent, too, from before the program was loaded. */
const peak = () => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kilobytes] = readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s*(\d+) kB/);
  return Number(kilobytes) / 1024;
};

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const values = { CPU: (user + system) / 1000, 'peak RSS': peak() };
  process.stdout.write(`\n@bench ${JSON.stringify({ values, check: '', isCounting: true })}\n`);
});
