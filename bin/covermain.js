#!/usr/bin/env node
'use strict';
// Before the event loop turns: Node would read the first messages of a parent's IPC channel.
require('../dist/src/run/inherited-descriptors.cjs').keepDescriptors(require.main === module);
require('../dist/src/cli/main.cjs');
