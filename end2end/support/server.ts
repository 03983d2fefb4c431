/** The real server: one process with a database of its own. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

const ROOT = resolve(import.meta.dirname, "../..");
/** The target folder of cargo. */
export const TARGET = process.env.CARGO_TARGET_DIR ?? join(ROOT, "target");
const BINARY = process.env.YARDSTICK_BINARY ?? join(TARGET, "debug/yardstick");

/** What `cargo xtask dist` made; another folder of that kind while something else builds. */
export const DIST = process.env.YARDSTICK_DIST ?? join(ROOT, "dist");

/** How long a start may take before it counts as failed. */
const START_MS = 20_000;

export class Server {
  /** What it printed so far, both streams. */
  output = "";
  private process: ChildProcess | undefined;

  private constructor(
    /** Holds the database. */
    readonly folder: string,
    readonly port: number,
    /** The shell it serves. */
    public assets: string,
    /** The database's file in the folder; another one from the next start on. */
    public databaseFile = "yardstick.db",
  ) {}

  /** Starts a server in `folder` on a free port and waits until it answers. */
  static async start(folder: string, assets = DIST): Promise<Server> {
    const server = new Server(folder, await freePort(), assets);
    await server.start();
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get database(): string {
    return join(this.folder, this.databaseFile);
  }

  /** The one-time code with which the first account is made; printed until there is one. */
  get firstRunCode(): string {
    const code = /\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b/.exec(this.output)?.[0];
    if (!code) throw new Error(`no one-time code in what the server printed:\n${this.output}`);
    return code;
  }

  /** Makes the database the next start uses, with a generated book and the account of somebody; answers its password. */
  async generate(databaseFile: string, clients: number, records: number): Promise<string> {
    this.databaseFile = databaseFile;
    const { stdout } = await run(BINARY, [
      "generate",
      ...["--database", `sqlite://${this.database}`, "--clients", String(clients), "--records", String(records)],
    ]);
    const password = /password\s+(\S+)/.exec(stdout)?.[1];
    if (!password) throw new Error(`no password in what was printed:\n${stdout}`);
    return password;
  }

  /** Starts it again, on the same port and database. */
  async start(): Promise<void> {
    if (!existsSync(BINARY)) throw new Error(`${BINARY} is not there; run \`cargo build --package yardstick-server\``);
    const child = spawn(
      BINARY,
      ["serve", "--listen", `127.0.0.1:${this.port}`, "--database", `sqlite://${this.database}`, "--assets", this.assets],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const keep = (piece: Buffer) => void (this.output += piece.toString());
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    this.process = child;
    await this.ready(child);
  }

  /** Asks it to end and waits until it has. */
  async stop(): Promise<void> {
    await this.end("SIGTERM");
  }

  /** As a power cut of the process: nothing is finished. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.process;
    this.process = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  private async ready(child: ChildProcess): Promise<void> {
    const until = Date.now() + START_MS;
    while (Date.now() < until) {
      if (child.exitCode !== null) break;
      const answer = await fetch(`${this.origin}/api/v1/health`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((wake) => setTimeout(wake, 50));
    }
    throw new Error(`the server did not start:\n${this.output}`);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
