/** Makes the text of measured functions that of plain Node: without probes, whose counters exist only in this thread. */
import { withoutProbes } from '../instrument/without-probes.js';

/** The functions that replacements stand for. */
const originals = new WeakMap<object, unknown>();

/** Makes the text of a function that replaces another one the text of the other. */
export function showTextOf(original: unknown, replacement: object): void {
  originals.set(replacement, original);
}

/** Wraps `Function.prototype.toString`, which `String(f)` and templates call, too. A proxy looks like the native function. */
export function hideProbesInFunctionText(): void {
  const descriptor = Object.getOwnPropertyDescriptor(Function.prototype, 'toString');
  if (!descriptor?.configurable || typeof descriptor.value !== 'function') return; // --frozen-intrinsics
  const value = new Proxy(descriptor.value, {
    apply: (native, self, args) =>
      withoutProbes(Reflect.apply(native, originals.get(self) ?? self, args) as string),
  });
  Object.defineProperty(Function.prototype, 'toString', { ...descriptor, value });
}
