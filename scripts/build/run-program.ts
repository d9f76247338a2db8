import { spawn } from 'node:child_process';
import { ROOT } from '../paths.ts';

export type ProgramResult = { readonly code: number; readonly output: string };

/** Runs a Node program of the checkout and returns its exit code with everything it printed. */
export function runNode(
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  echo = false,
  cwd = ROOT,
): Promise<ProgramResult> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const add = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      output += chunk.toString();
      if (echo) stream.write(chunk);
    };
    child.stdout.on('data', add(process.stdout));
    child.stderr.on('data', add(process.stderr));
    child.once('error', fail);
    child.once('close', (code) => done({ code: code ?? 1, output }));
  });
}

/** Like `runNode`, but a failure is an error that carries what the program said. */
export async function mustRun(
  what: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  cwd = ROOT,
): Promise<void> {
  const { code, output } = await runNode(args, env, false, cwd);
  if (code !== 0) throw new Error(`${what} failed:\n${output.trim()}`);
}
