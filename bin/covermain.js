#!/usr/bin/env node
'use strict';
const { default: commonJsModules, loadBundle } = require('../dist/src/cli/load-bundle.cjs');
// Before the event loop turns: Node would read the first messages of a parent's IPC channel.
commonJsModules.keepDescriptors(require.main === module);
loadBundle('main.cjs');
