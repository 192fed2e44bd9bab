/** Environment variables as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the trimmed value of a variable, or `undefined` if it is not set or blank. */
export function readVariable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}
