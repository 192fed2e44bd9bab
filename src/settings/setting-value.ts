/** The kinds of values that settings have: how a flag and a config file contain them, and the text of the variable. */
export interface SettingValue {
  /** Placeholder of the flag's value, such as `duration`; `undefined` for a flag without a value. */
  readonly placeholder: string | undefined;
  /** JSON schema of the value in a config file. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The accepted types, for an error about a value of another type. */
  readonly accepted: string;
  /** Whether a value in a config file has an accepted type. */
  readonly hasType: (value: unknown) => boolean;
  /** Returns the text that the variable has for a value. @param value of an accepted type */
  readonly toText: (value: unknown) => string;
}

/** Text that is not empty. */
export function textValue(placeholder: string): SettingValue {
  return {
    placeholder,
    schema: NON_EMPTY_TEXT,
    accepted: 'a text that is not empty',
    hasType: isText,
    toText: String,
  };
}

/** A duration as text, or a number of milliseconds. */
export function durationValue(keyword?: string): SettingValue {
  return {
    placeholder: keyword === undefined ? 'duration' : `duration|${keyword}`,
    schema: { anyOf: [{ type: 'number', minimum: 0 }, NON_EMPTY_TEXT] },
    accepted: 'a duration such as "60s", or a number of milliseconds',
    hasType: isTextOrNumber,
    toText: String,
  };
}

/** One of several words. */
export function choiceValue(words: readonly string[]): SettingValue {
  return {
    placeholder: words.join('|'),
    schema: { enum: words },
    accepted: `one of ${words.join(', ')}`,
    hasType: isText,
    toText: String,
  };
}

/** A port number, or `default`. */
export function portValue(highest: number): SettingValue {
  return {
    placeholder: 'port',
    schema: { anyOf: [{ type: 'integer', minimum: 0, maximum: highest }, { const: 'default' }] },
    accepted: `a number from 0 to ${highest}, or "default"`,
    hasType: isTextOrNumber,
    toText: String,
  };
}

/** Yes or no. @param yes text of the variable for yes @param no text of the variable for no */
export function switchValue(yes: string, no: string): SettingValue {
  return {
    placeholder: undefined,
    schema: { type: 'boolean' },
    accepted: 'true or false',
    hasType: (value) => typeof value === 'boolean',
    toText: (value) => (value ? yes : no),
  };
}

const NON_EMPTY_TEXT = { type: 'string', minLength: 1 };

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

function isTextOrNumber(value: unknown): boolean {
  return typeof value === 'number' || isText(value);
}
