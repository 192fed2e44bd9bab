/** Runs modules of the user in the process of a command, and keeps them from changing how the command ends. */

let hasRun = false;

/**
 * Whether a module of the user ran in this process. Its timers and servers would keep the process alive after the command
 * has ended.
 */
export function hasRunOwnModule(): boolean {
  return hasRun;
}

/**
 * Runs a module of the user. Meanwhile, text for stdout goes to stderr, because stdout belongs to the command and its JSON,
 * and `process.exit` throws, because its exit code would be that of the command.
 *
 * @param load imports the module
 * @throws the error of the module
 */
export async function runOwnModule<Result>(load: () => Promise<Result>): Promise<Result> {
  const { stdout, stderr, exit } = process;
  const { write } = stdout;
  hasRun = true;
  stdout.write = stderr.write.bind(stderr);
  process.exit = refuseExit;
  try {
    return await load();
  } finally {
    stdout.write = write;
    process.exit = exit;
  }
}

function refuseExit(): never {
  throw new Error('it calls process.exit');
}
