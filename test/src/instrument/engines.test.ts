/** Tests that both engines fulfil the contract. */
import { ENGINES } from '../../../src/settings/engine.js';
import { describeCounting } from './contract-counting.js';
import { describeLanguages } from './contract-languages.js';

for (const engine of ENGINES) {
  describe(`the engine ${engine}`, () => {
    describeCounting(engine);
    describeLanguages(engine);
  });
}
