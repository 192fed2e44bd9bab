/** Starts verdaccio, reports when it listens, and ends it. The report contains the number of modules that were loaded. */
'use strict';
const { join, sep } = require('node:path');
const { runServer } = require('verdaccio');
const { ready } = require('./bench.cjs');

const PACKAGES = join(__dirname, 'node_modules') + sep;
const STORAGE = join(__dirname, 'storage');

const config = {
  self_path: STORAGE,
  storage: STORAGE,
  auth: { htpasswd: { file: join(STORAGE, 'htpasswd') } },
  uplinks: {},
  packages: { '**': { access: '$all' } },
  log: { type: 'stdout', format: 'json', level: 'fatal' },
};

runServer(config).then((server) => {
  server.listen(0, '127.0.0.1', () => {
    ready(Object.keys(require.cache).filter((file) => file.startsWith(PACKAGES)).length);
    server.close();
  });
});
