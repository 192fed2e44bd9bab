/** A server that uses a framework whose packages are all measured. */
import type { Request } from '../http/connection.js';
import { httpScenario } from '../http/scenario.js';
import { MEASURES_PACKAGES, packageTree } from '../packages.js';
import { appText, type Project } from '../project.js';

/** Requests of clients of the shop. */
export const SHOP_REQUESTS: readonly Request[] = [
  { method: 'GET', path: '/shop/items/17' },
  { method: 'GET', path: '/shop/items?below=20&size=5&tags=a&tags=b' },
  { method: 'POST', path: '/shop/orders', body: '{"ids":[1,2,3,5,8,13]}' },
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/shop/items/999' },
];

export const express = httpScenario({
  name: 'express',
  isolates:
    'Cost of counting in a server that does much of its work in JavaScript: express and all its dependencies count. ' +
    'A separate process sends requests over loopback in a closed loop. CPU is the time of the server alone.',
  project: shopProject,
  seed: [],
  mix: SHOP_REQUESTS,
});

/** Returns the project of a shop whose framework is measured with all its dependencies. */
export function shopProject(): Project {
  return {
    files: { 'app.cjs': appText('express.cjs'), '.nycrc': MEASURES_PACKAGES },
    copies: packageTree('express'),
  };
}
