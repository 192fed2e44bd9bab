/** Preloaded into the commands that are compared: reports the resources of the process at exit. Runs from the repository. */
'use strict';
const { readFileSync } = require('node:fs');

/** Returns the peak RSS in MB. On Linux `maxRSS` includes the memory of the parent from before the program was loaded. */
const peak = () => {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kilobytes] = readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s*(\d+) kB/);
  return Number(kilobytes) / 1024;
};

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const values = { CPU: (user + system) / 1000, 'peak RSS': peak() };
  process.stdout.write(`\n@bench ${JSON.stringify({ values, check: '' })}\n`);
});
