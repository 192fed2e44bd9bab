/** Recognizes whether V8's own coverage of this process is collected. */
import { givenNodeOptions } from './node-options.js';

/** Whether Node collects it. It describes the instrumented code, and its readers map it by source maps. */
export function collectsV8Coverage(): boolean {
  return Boolean(process.env.NODE_V8_COVERAGE) || givenNodeOptions().includes('--experimental-test-coverage');
}
