export const title = (text) => text && text[0].toUpperCase() + text.slice(1);

export function shorten(text, length) {
  if (text.length <= length) return text;
  return `${text.slice(0, length - 1)}…`;
}

export function pad(text, length) {
  while (text.length < length) text += ' ';
  return text;
}

export const neverCalled = () => 'never';
