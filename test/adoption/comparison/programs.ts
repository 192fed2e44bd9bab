/** The programs that each tool of the comparison measures. ES5, the language of the oldest tool, except where a row needs more. */
import type { Files } from '../../support/project.js';
import { MIDDLEWARE } from './node-peers.js';

export const PROGRAMS: Files = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({
    include: ['**/*.js', '**/*.mjs'],
    exclude: ['node_modules/**', 'middleware.js'],
  }),
  'middleware.js': MIDDLEWARE,
  'lib.js': `
exports.hit = function hit() { return 'hit'; };
exports.never = function never() { return 'never'; };
exports.always = function always(flag) {
  var result = 1;
  if (flag) result = 2;
  return result;
};
`,
  // Blocks its event loop after the response of /block has left.
  'server.js': `
var lib = require('./lib.js');
var server = require('http').createServer(function (request, response) {
  response.end(request.url === '/never' ? lib.never() : lib.hit());
  if (request.url === '/block') setTimeout(function () {
    console.log('blocked');
    while (true) lib.always(true);
  }, 100);
});
server.listen(0, '127.0.0.1', function () { console.log('listening on ' + server.address().port); });
`,
  'branch.js': "require('./lib.js').always(true); console.log('done');",
  'parent.js': "require('child_process').spawnSync('node', ['child.js']); console.log('done');",
  'child.js': "require('./lib.js').hit();",
  'thread.js':
    "var Worker = require('worker_threads').Worker; new Worker('./child.js').on('exit', function () { console.log('done'); });",
  'module.mjs': "import { hit } from './hit.mjs'; hit(); console.log('done');",
  'hit.mjs': "export function hit() { return 'hit'; }",
};
