/** A server on a framework, all of whose packages are measured. */
import { httpScenario } from '../http/scenario.js';
import { MEASURES_PACKAGES, packageTree } from '../packages.js';
import { appText } from '../project.js';

export const express = httpScenario({
  name: 'express',
  isolates:
    'What counting costs a server that does much of its work in JavaScript: express and all its dependencies count. ' +
    'A closed loop over loopback, from a process of its own; CPU is that of the server alone, by its own account.',
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
