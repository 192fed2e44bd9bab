/** Provides a preload that records side effects of a program. It must be loaded before all other code. */

/**
 * Source of the preload, in CommonJS. `globalThis.recorded()` returns the side effects since its last call:
 * `fs.openSync /path`, `new Worker`, `listen`, `connect`, `spawn`, `env NAME`.
 */
export const RECORDER = `
const records = [];
globalThis.recorded = () => records.splice(0);
const record = (what, args) => {
  const [first] = args;
  if (typeof first === 'number') return; // a file that was recorded as it was opened
  const path = typeof first === 'string' || first instanceof URL ? ' ' + first : '';
  records.push(what + path);
};
const watched = (what, real) => new Proxy(real, {
  apply(target, self, args) { record(what, args); return Reflect.apply(target, self, args); },
  construct(target, args, newTarget) { record('new ' + what, args); return Reflect.construct(target, args, newTarget); },
});
const watch = (object, name, what = name) => {
  // Classes and what Node marks as its own are no deeds.
  if (typeof object[name] === 'function' && /^[a-z]/.test(name)) object[name] = watched(what, object[name]);
};
const fs = require('node:fs');
for (const name of Object.keys(fs)) watch(fs, name, 'fs.' + name);
for (const name of Object.keys(fs.promises)) watch(fs.promises, name, 'fs.promises.' + name);
const net = require('node:net');
watch(net.Server.prototype, 'listen');
watch(net.Socket.prototype, 'connect');
const { ChildProcess } = require('node:child_process');
watch(ChildProcess.prototype, 'spawn');
watch(require('node:child_process'), 'spawnSync');
const threads = require('node:worker_threads');
for (const name of ['Worker', 'BroadcastChannel', 'MessageChannel']) threads[name] = watched(name, threads[name]);
require('node:module').syncBuiltinESMExports();
const { env } = process;
/** But for what Node itself looks up. */
const recordEnv = (name) => {
  const [, , , caller = ''] = new Error().stack.split('\\n');
  if (!caller.includes('node:')) records.push('env ' + String(name));
};
Object.defineProperty(process, 'env', {
  value: new Proxy(env, {
    get(target, name) { recordEnv(name); return target[name]; },
    has(target, name) { recordEnv(name); return name in target; },
    ownKeys(target) { recordEnv('*'); return Reflect.ownKeys(target); },
  }),
});
`;
