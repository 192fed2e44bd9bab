/** Says each line once: of the sessions of a run, each has the same to say. */
export function logOnce(logLine: (line: string) => void): (line: string) => void {
  const said = new Set<string>();
  return (line) => {
    if (said.has(line)) return;
    said.add(line);
    logLine(line);
  };
}
