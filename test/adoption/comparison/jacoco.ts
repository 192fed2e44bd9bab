/** JaCoCo, the tool for Java whose dumps of running programs inspired those of covermain: from Debian's packages. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { freePort } from '../../support/ports.js';
import { type Program, start } from '../../support/program.js';
import type { Project } from '../../support/project.js';
import { NOTHING, type Peer, type Recorded } from './peer.js';

const LIBRARIES = '/usr/share/java';
const AGENT = `${LIBRARIES}/org.jacoco.agent.jar`;
const READER_PATH = ['tool', 'org.jacoco.core', 'asm', 'asm-tree', 'asm-commons', 'asm-analysis'];

/** Whether JaCoCo and a Java compiler are installed. */
export function isJacocoInstalled(): boolean {
  return existsSync(AGENT) && existsSync('/usr/bin/javac');
}

/** Sources of the same server as for Node, and of a reader for JaCoCo's data. */
export const JAVA_FILES = {
  'java/App.java': `import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;

public class App {
  static volatile boolean isBlocked;
  static String hit() { return "hit"; }
  static String never() { return "never"; }
  public static void main(String[] args) throws Exception {
    HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/", exchange -> {
      byte[] body = (exchange.getRequestURI().getPath().equals("/never") ? never() : hit()).getBytes();
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
      isBlocked = exchange.getRequestURI().getPath().equals("/block");
      if (isBlocked) System.out.println("blocked");
      while (isBlocked) Thread.onSpinWait();
    });
    server.start();
    System.out.println("listening on " + server.getAddress().getPort());
  }
}
`,
  'java/Reader.java': `import java.io.File;
import java.net.InetAddress;
import org.jacoco.core.analysis.*;
import org.jacoco.core.tools.*;

/** Prints the names of covered methods: of a running program (its port, and "dump" or "reset"), or of a file. */
public class Reader {
  public static void main(String[] args) throws Exception {
    ExecFileLoader loader = new ExecFileLoader();
    if (args.length == 1) loader.load(new File(args[0]));
    else loader = dump(Integer.parseInt(args[0]), args[1].equals("reset"));
    CoverageBuilder builder = new CoverageBuilder();
    new Analyzer(loader.getExecutionDataStore(), builder).analyzeAll(new File("classes"));
    for (IClassCoverage type : builder.getClasses())
      for (IMethodCoverage method : type.getMethods())
        if (method.getInstructionCounter().getCoveredCount() > 0) System.out.println(method.getName());
  }
  static ExecFileLoader dump(int port, boolean isReset) throws Exception {
    ExecDumpClient client = new ExecDumpClient();
    client.setReset(isReset);
    return client.dump(InetAddress.getByName("127.0.0.1"), port);
  }
}
`,
};

/** Compiles the sources, and unpacks the agent. */
export function prepareJacoco(project: Project): void {
  const run = (command: string, ...args: readonly string[]) =>
    execFileSync(command, args, { cwd: project.root, stdio: ['ignore', 'ignore', 'inherit'] });
  run('javac', '--release', '11', '-d', 'classes', 'java/App.java');
  run('javac', '-cp', `${LIBRARIES}/org.jacoco.core.jar`, '-d', 'tool', 'java/Reader.java');
  run('unzip', '-q', AGENT, 'jacocoagent.jar');
}

const EXCLUDED = 'excludes=sun.*:com.sun.*:jdk.*';

/** JaCoCo's agent either listens for requests or writes a file at the end, so the app is started in one of two ways. */
export async function createJacoco(): Promise<{ readonly atEnd: Peer; readonly live: Peer }> {
  const port = await freePort();
  const startWith = (output: string) => (project: Project) =>
    start(project, 'java', [`-javaagent:jacocoagent.jar=${output},${EXCLUDED}`, '-cp', 'classes', 'App'], {});
  const readWritten = (project: Project) =>
    existsSync(project.path('jacoco.exec')) ? read(project, 'jacoco.exec') : Promise.resolve(NOTHING);
  const ask = (action: string) => (project: Project, program: Program) =>
    program.printed(/listening/).then(() => read(project, String(port), action));
  const atEnd: Peer = {
    start: startWith('output=file,destfile=jacoco.exec'),
    readWritten,
    readLive: ask('dump'),
  };
  return {
    atEnd,
    live: {
      ...atEnd,
      start: startWith(`output=tcpserver,port=${port}`),
      async reset(project, program) {
        await ask('reset')(project, program);
      },
    },
  };
}

async function read(project: Project, ...args: readonly string[]): Promise<Recorded> {
  const path = READER_PATH.map((name) => (name === 'tool' ? name : `${LIBRARIES}/${name}.jar`)).join(':');
  const { stdout } = await promisify(execFile)('java', ['-cp', path, 'Reader', ...args], {
    cwd: project.root,
  });
  return { ...NOTHING, calls: Object.fromEntries(stdout.split('\n').map((name) => [name, 1])) };
}
