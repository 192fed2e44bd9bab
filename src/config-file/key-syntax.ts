/** Writes keys and values in the syntax of a config file, for examples in errors. */

/** Returns a key with a literal, as in `timeout: '60s'`. @param file name of the config file */
export function assignKey(file: string, key: string, literal: string): string {
  return `${isJson(file) ? JSON.stringify(key) : key}: ${literal}`;
}

/** Returns a text or a list of texts as a literal. @param file name of the config file */
export function toLiteral(file: string, value: string | readonly string[]): string {
  if (typeof value !== 'string') return `[${value.map((one) => toLiteral(file, one)).join(', ')}]`;
  return isJson(file) ? JSON.stringify(value) : `'${value}'`;
}

function isJson(file: string): boolean {
  return file.endsWith('.json');
}
