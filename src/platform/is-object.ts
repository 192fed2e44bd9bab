/** Type guards for values of unknown type, such as parsed JSON. */

/** Whether a value is an object whose properties can be read; arrays are objects, too. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Whether a value is an object and not an array, as a JSON object is. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value) && !Array.isArray(value);
}
