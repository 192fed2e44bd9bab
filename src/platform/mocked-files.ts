/**
 * Reaches the real file system while mock-fs replaces it. mock-fs replaces the functions of Node's own binding, so it also mocks
 * an `fs` that was imported earlier (`lib/bypass.js` of mock-fs 3 to 5).
 */
import { createRequire } from 'node:module';

/** Property of Node's binding with the mocked file system. The binding is a real one without it. */
const MOCK = '_mockedBinding';

const { cache } = createRequire(import.meta.url);

/** Calls a function for which mock-fs does not exist. */
export function withRealFiles<Result>(use: () => Result): Result {
  const binding = findBinding();
  const mock: unknown = binding && Reflect.get(binding, MOCK);
  if (!binding || mock === undefined) return use();
  Reflect.deleteProperty(binding, MOCK);
  try {
    return use();
  } finally {
    Reflect.set(binding, MOCK, mock);
  }
}

/** Returns Node's binding of the file system if the app has loaded mock-fs: to get it can print a warning of Node. */
function findBinding(): object | undefined {
  if (!Object.keys(cache).some((file) => /[\\/]mock-fs[\\/]/.test(file))) return undefined;
  const { binding } = process as unknown as { readonly binding?: (name: string) => object };
  return binding?.('fs');
}
