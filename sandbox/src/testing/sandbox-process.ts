import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const READY_MS = 90_000;

export interface SandboxProcess {
  readonly stripeUrl: string;
  readonly circleUrl: string;
  /** Starts it; after a kill, on the same ports and data. */
  readonly start: () => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => Promise<{ code: number | null; ms: number }>;
}

/** The sandbox as `npm start` runs it: a process of its own, to be killed at will. */
export async function sandboxProcess(environment: Readonly<Record<string, string>>): Promise<SandboxProcess> {
  const [stripePort, circlePort, kycPort] = [await freePort(), await freePort(), await freePort()];
  const [mailPort, storagePort] = [await freePort(), await freePort()];
  const stripeUrl = `http://127.0.0.1:${stripePort}`;
  let child: ChildProcess | undefined;
  return {
    stripeUrl,
    circleUrl: `http://127.0.0.1:${circlePort}`,
    start: async () => {
      child = spawn(process.execPath, [MAIN], {
        env: {
          PATH: process.env.PATH,
          NODE_NO_WARNINGS: '1',
          LOG_LEVEL: 'silent',
          STRIPE_PORT: String(stripePort),
          CIRCLE_PORT: String(circlePort),
          KYC_PORT: String(kycPort),
          MAIL_PORT: String(mailPort),
          STORAGE_PORT: String(storagePort),
          ...environment,
        },
        stdio: 'ignore',
      });
      await waitUntilReady(child, `${stripeUrl}/_sandbox/clock`);
    },
    kill: async (signal) => {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null)
        return { code: null, ms: 0 };
      const startedAt = Date.now();
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
      return { code: child.exitCode, ms: Date.now() - startedAt };
    },
  };
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the sandbox exited with ${child.exitCode}`);
    const ready = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) return;
    if (Date.now() > deadline) throw new Error('the sandbox did not become ready');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Below the ports of outgoing connections, one of which could take it before the sandbox listens. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(12_000, 32_000);
    const server = createServer();
    const listening = once(server, 'listening').then(
      () => true,
      () => false,
    );
    server.listen(port, '127.0.0.1');
    if (!(await listening)) continue;
    server.close();
    await once(server, 'close');
    return port;
  }
}
