import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';

const contractsDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const rootDir = path.resolve(contractsDir, '..');
const artifactsDir = path.join(contractsDir, 'artifacts');
const generatedDir = path.join(contractsDir, 'generated');
const hashFile = path.join(generatedDir, '.hash');
const outputs = ['abis.ts', 'bytecode.ts', 'errors.ts'];

/** Artifact (relative to the artifacts folder) of each contract and the name its ABI is exported under. */
const contracts = [
  { name: 'PropertyToken', abi: 'propertyTokenAbi', artifact: 'contracts/token/PropertyToken.sol' },
  { name: 'PropertyFactory', abi: 'propertyFactoryAbi', artifact: 'contracts/token/PropertyFactory.sol' },
  {
    name: 'IdentityRegistry',
    abi: 'identityRegistryAbi',
    artifact: 'contracts/identity/IdentityRegistry.sol',
  },
  { name: 'Compliance', abi: 'complianceAbi', artifact: 'contracts/compliance/Compliance.sol' },
  { name: 'Dividends', abi: 'dividendsAbi', artifact: 'contracts/dividends/Dividends.sol' },
  { name: 'Treasury', abi: 'treasuryAbi', artifact: 'contracts/treasury/Treasury.sol' },
  { name: 'LedgerAnchor', abi: 'ledgerAnchorAbi', artifact: 'contracts/anchor/LedgerAnchor.sol' },
  { name: 'TestUSDC', abi: 'usdcAbi', artifact: 'contracts/usdc/TestUSDC.sol' },
  {
    name: 'ERC1967Proxy',
    abi: 'erc1967ProxyAbi',
    artifact: '@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol',
  },
  {
    name: 'UpgradeableBeacon',
    abi: 'upgradeableBeaconAbi',
    artifact: '@openzeppelin/contracts/proxy/beacon/UpgradeableBeacon.sol',
  },
] as const;

const abiItemSchema = z.looseObject({ type: z.string(), name: z.string().optional() });
const artifactSchema = z.object({ abi: z.array(abiItemSchema), bytecode: z.string().startsWith('0x') });
type Artifact = z.infer<typeof artifactSchema>;

const header = '// Generated from the Solidity sources by contracts/src/generate.ts. Do not edit.\n';

/**
 * Compiles the contracts and writes `generated/{abis,bytecode,errors}.ts`. Needs no network. Does nothing when neither
 * sources nor configuration changed since the last run. Safe to run twice at once: each file is replaced atomically.
 * Throws with the compiler's output when compilation fails.
 */
export async function generateContracts(): Promise<{ changed: boolean }> {
  const hash = await sourcesHash();
  if (await isCurrent(hash)) return { changed: false };
  await compile();
  const artifacts = await Promise.all(
    contracts.map(async ({ name, artifact }) => readArtifact(artifact, name)),
  );
  await mkdir(generatedDir, { recursive: true });
  await replaceFile(path.join(generatedDir, 'abis.ts'), abisModule(artifacts));
  await replaceFile(path.join(generatedDir, 'bytecode.ts'), bytecodeModule(artifacts));
  await replaceFile(path.join(generatedDir, 'errors.ts'), errorsModule(artifacts));
  await replaceFile(hashFile, hash);
  return { changed: true };
}

async function isCurrent(hash: string): Promise<boolean> {
  if (!outputs.every((file) => existsSync(path.join(generatedDir, file)))) return false;
  const previous = await readFile(hashFile, 'utf8').catch(() => '');
  return previous === hash;
}

async function sourcesHash(): Promise<string> {
  const skipped = new Set(['artifacts', 'cache', 'generated', 'deployments', 'dist', 'node_modules']);
  const entries = await readdir(contractsDir, { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.sol'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !skipped.has(path.relative(contractsDir, file).split(path.sep)[0] ?? ''));
  const files = [
    ...sources.sort(),
    path.join(rootDir, 'hardhat.config.ts'),
    path.join(contractsDir, 'package.json'),
    fileURLToPath(import.meta.url),
  ];
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(path.relative(rootDir, file))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  }
  return hash.digest('hex');
}

async function compile(): Promise<void> {
  const require = createRequire(import.meta.url);
  const cli = path.join(path.dirname(require.resolve('hardhat/package.json')), 'dist/src/cli.js');
  const env = { ...process.env, HARDHAT_DISABLE_TELEMETRY: 'true' };
  try {
    await promisify(execFile)(process.execPath, [cli, 'build', '--no-tests'], {
      cwd: rootDir,
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch (error) {
    const output = z.object({ stdout: z.string(), stderr: z.string() }).safeParse(error);
    const detail = output.success ? `${output.data.stdout}\n${output.data.stderr}` : String(error);
    throw new Error(`The contracts do not compile:\n${detail.trim()}`, { cause: error });
  }
}

async function readArtifact(source: string, name: string): Promise<Artifact> {
  const file = path.join(artifactsDir, source, `${name}.json`);
  return artifactSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

function abisModule(artifacts: readonly Artifact[]): string {
  const exported = contracts.map(
    ({ abi }, index) => `export const ${abi} = ${JSON.stringify(artifacts[index]?.abi, null, 2)} as const;\n`,
  );
  return `${header}\n${exported.join('\n')}`;
}

function bytecodeModule(artifacts: readonly Artifact[]): string {
  const lines = contracts.map(({ name }, index) => `  ${name}: '${artifacts[index]?.bytecode}',`);
  return `${header}\n/** Creation code by contract. */\nexport const bytecode = {\n${lines.join('\n')}\n} as const;\n`;
}

function errorsModule(artifacts: readonly Artifact[]): string {
  const errors = new Map<string, Artifact['abi'][number]>();
  for (const { abi } of artifacts) {
    for (const item of abi) if (item.type === 'error' && item.name) errors.set(item.name, item);
  }
  const sorted = [...errors].sort(([a], [b]) => a.localeCompare(b, 'en'));
  const names = sorted.map(([name]) => `  '${name}',`).join('\n');
  const abi = JSON.stringify(
    sorted.map(([, item]) => item),
    null,
    2,
  );
  return [
    header,
    '/** Names of all custom errors the contracts revert with. */',
    `export const contractErrorNames = [\n${names}\n] as const;`,
    'export type ContractErrorName = (typeof contractErrorNames)[number];\n',
    '/** All of them, to decode a revert whichever contract it came from. */',
    `export const errorsAbi = ${abi} as const;\n`,
  ].join('\n');
}

async function replaceFile(file: string, content: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, content);
  await rename(temporary, file);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { changed } = await generateContracts();
  console.log(changed ? 'contracts/generated written' : 'contracts/generated is up to date');
}
