/** The result of a command that combines profiles. */
import type { MergeDocument } from '../operations/documents.js';
import { type Print, printJson } from './print.js';

interface MergeOutput {
  readonly json?: boolean;
  readonly print: Print;
  readonly logLine: (line: string) => void;
}

/** Prints the document, or logs a line for people. */
export function printMerge(
  { json, print, logLine }: MergeOutput,
  document: MergeDocument,
  line: string,
): void {
  if (json) printJson(print, document);
  else logLine(line);
}
