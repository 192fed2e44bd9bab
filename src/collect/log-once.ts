/** Returns a `logLine` that drops repeated lines, for example because reading each session of a run finds the same things. */
export function logOnce(logLine: (line: string) => void): (line: string) => void {
  const logged = new Set<string>();
  return (line) => {
    if (logged.has(line)) return;
    logged.add(line);
    logLine(line);
  };
}
