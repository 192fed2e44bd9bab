import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { executeWithCoverage, runWithIntegrationCoverage } from 'covermain/integration';

/** Starts a service, and waits for its address. */
async function startService(file, env = {}) {
  const program = executeWithCoverage('node', [file], { env });
  const [, url] = await program.waitForOutput(/(http:\S+)/);
  return { url, stop: () => program.stop() };
}

let prices;
let orders;

before(async () => {
  prices = await startService('services/prices.js');
  orders = await startService('services/orders.js', { PRICES: prices.url });
});

after(() => Promise.all([orders.stop(), prices.stop()]));

/** Defines a test that has a profile of its own. */
function integrationTest(name, run) {
  test(name, () => runWithIntegrationCoverage(name, run));
}

integrationTest('one item has its price', async () => {
  const answer = await fetch(`${orders.url}/?item=tea&count=1`);
  assert.equal(await answer.text(), '350');
});

integrationTest('three items have a discount', async () => {
  const answer = await fetch(`${orders.url}/?item=tea&count=3`);
  assert.equal(await answer.text(), '875');
});

integrationTest('the script prints an invoice', async () => {
  const { stdout } = await executeWithCoverage('scripts/invoice.sh', ['tea', 'cake'], {
    env: { ORDERS: orders.url },
  });
  assert.equal(stdout, 'Invoice\ntea 3.50\ncake 4.20');
});

integrationTest('the script fails for an unknown item', async () => {
  const options = { env: { ORDERS: orders.url }, reject: false };
  const { exitCode, stderr } = await executeWithCoverage('scripts/invoice.sh', ['coffee'], options);
  assert.deepEqual([exitCode, stderr], [1, 'cannot order: no such item: coffee']);
});
