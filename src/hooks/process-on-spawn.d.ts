/** Types of the used API of process-on-spawn 1, which ships no types. */
declare module 'process-on-spawn' {
  interface Spawned {
    readonly env: Record<string, string>;
  }
  const processOnSpawn: { addListener(listener: (spawned: Spawned) => void): void };
  export default processOnSpawn;
}
