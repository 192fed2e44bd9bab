/** A server that uses a framework whose packages are all measured. */
import { httpScenario } from '../http/scenario.js';
import { MEASURES_PACKAGES, packageTree } from '../packages.js';
import { appText } from '../project.js';

export const express = httpScenario({
  name: 'express',
  isolates:
    'Cost of counting in a server that does much of its work in JavaScript: express and all its dependencies count. ' +
    'A separate process sends requests over loopback in a closed loop. CPU is the time of the server alone.',
  project: () => ({
    files: { 'app.cjs': appText('express.cjs'), '.nycrc': MEASURES_PACKAGES },
    copies: packageTree('express'),
  }),
  seed: [],
  mix: [
    { method: 'GET', path: '/shop/items/17' },
    { method: 'GET', path: '/shop/items?below=20&size=5&tags=a&tags=b' },
    { method: 'POST', path: '/shop/orders', body: '{"ids":[1,2,3,5,8,13]}' },
    { method: 'GET', path: '/health' },
    { method: 'GET', path: '/shop/items/999' },
  ],
});
