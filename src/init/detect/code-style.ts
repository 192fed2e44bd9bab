/** Detects how the sources of a project are formatted. */

export interface CodeStyle {
  readonly quote: "'" | '"';
  readonly semicolons: boolean;
  readonly indent: string;
  readonly lineEnd: '\n' | '\r\n';
}

/** Returns the style of a source text. What it does not show is as in most projects. */
export function detectCodeStyle(source: string): CodeStyle {
  const statements = source.match(/^.*\b(?:import|export|require|const)\b.*['");\w]\s*$/gm) ?? [];
  const withSemicolon = statements.filter((line) => line.trimEnd().endsWith(';')).length;
  return {
    quote: countOf(source, /"[^"'\n]*"/g) > countOf(source, /'[^"'\n]*'/g) ? '"' : "'",
    semicolons: statements.length === 0 || withSemicolon * 2 >= statements.length,
    indent: detectIndent(source),
    lineEnd: detectLineEnd(source),
  };
}

/** Returns the indentation of the first indented line of a source or of JSON. @default two spaces */
export function detectIndent(text: string): string {
  return /^(\t| {1,8})(?=[^\s*])/m.exec(text)?.[1] ?? '  ';
}

/** Returns the line end of the first line. */
export function detectLineEnd(text: string): '\n' | '\r\n' {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
