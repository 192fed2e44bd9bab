/** Recognizes transpilers that check types, which would find errors in instrumented TypeScript. */

/** Under this symbol, ts-node keeps its running service in `process`. */
const TS_NODE = Symbol.for('ts-node.register.instance');

/** Options of ts-node that affect its type check. */
interface TsNodeService {
  readonly options?: {
    readonly transpileOnly?: boolean;
    readonly swc?: boolean;
    readonly typeCheck?: boolean;
  };
}

/**
 * Whether the files that this thread loads are type-checked. They must be instrumented after the transpiler, in its
 * output. All others are instrumented before, because then nothing that a transpiler adds is counted.
 */
export function isTypeChecked(): boolean {
  const service = (process as { [TS_NODE]?: TsNodeService })[TS_NODE];
  if (service === undefined) return false;
  const { transpileOnly = false, swc = false, typeCheck = false } = service.options ?? {};
  return typeCheck || !(transpileOnly || swc);
}
