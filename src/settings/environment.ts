/** Environment variables as Node gives them; an empty value counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The trimmed value of a variable, or `undefined` where it is not set or empty. */
export function readVariable(environment: Environment, name: string): string | undefined {
  return environment[name]?.trim() || undefined;
}
