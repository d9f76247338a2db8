import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { replaceFile } from './replace-file.ts';

const contractsDir = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const rootDir = path.resolve(contractsDir, '..');
const artifactsDir = path.join(contractsDir, 'artifacts');
const generatedDir = path.join(contractsDir, 'generated');
const hashFile = path.join(generatedDir, '.hash');
const outputs = ['abis.ts', 'bytecode.ts', 'errors.ts'];

const NPM = 'npm:';
const safe = '@safe-global/safe-contracts/build/artifacts/contracts';

/**
 * Artifact of each contract, relative to the artifacts folder or, after `npm:`, in a package that ships it compiled,
 * and the name its ABI is exported under. The creation code of libraries they link comes along by itself.
 */
const contracts: readonly { readonly name: string; readonly abi?: string; readonly artifact: string }[] = [
  { name: 'PropertyToken', abi: 'propertyTokenAbi', artifact: 'contracts/token/PropertyToken.sol' },
  { name: 'PropertyFactory', abi: 'propertyFactoryAbi', artifact: 'contracts/token/PropertyFactory.sol' },
  {
    name: 'IdentityRegistry',
    abi: 'identityRegistryAbi',
    artifact: 'contracts/identity/IdentityRegistry.sol',
  },
  { name: 'Identity', abi: 'identityAbi', artifact: 'contracts/identity/Identity.sol' },
  { name: 'IdentityFactory', abi: 'identityFactoryAbi', artifact: 'contracts/identity/IdentityFactory.sol' },
  { name: 'ClaimIssuer', abi: 'claimIssuerAbi', artifact: 'contracts/identity/ClaimIssuer.sol' },
  { name: 'Compliance', abi: 'complianceAbi', artifact: 'contracts/compliance/Compliance.sol' },
  { name: 'Dividends', abi: 'dividendsAbi', artifact: 'contracts/dividends/Dividends.sol' },
  { name: 'Treasury', abi: 'treasuryAbi', artifact: 'contracts/treasury/Treasury.sol' },
  { name: 'Marketplace', abi: 'marketplaceAbi', artifact: 'contracts/market/Marketplace.sol' },
  { name: 'Offering', abi: 'offeringAbi', artifact: 'contracts/market/Offering.sol' },
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
  {
    name: 'AccessManager',
    abi: 'accessManagerAbi',
    artifact: '@openzeppelin/contracts/access/manager/AccessManager.sol',
  },
  {
    name: 'TimelockController',
    abi: 'timelockControllerAbi',
    artifact: '@openzeppelin/contracts/governance/TimelockController.sol',
  },
  { name: 'SafeL2', abi: 'safeAbi', artifact: `${NPM}${safe}/SafeL2.sol` },
  {
    name: 'SafeProxyFactory',
    abi: 'safeProxyFactoryAbi',
    artifact: `${NPM}${safe}/proxies/SafeProxyFactory.sol`,
  },
  { name: 'SafeProxy', artifact: `${NPM}${safe}/proxies/SafeProxy.sol` },
  {
    name: 'CompatibilityFallbackHandler',
    artifact: `${NPM}${safe}/handler/CompatibilityFallbackHandler.sol`,
  },
];

const abiItemSchema = z.looseObject({ type: z.string(), name: z.string().optional() });
const artifactSchema = z.object({
  abi: z.array(abiItemSchema),
  bytecode: z.string().startsWith('0x'),
  /** By source and library: where in the code its address belongs, in bytes. */
  linkReferences: z.record(
    z.string(),
    z.record(z.string(), z.array(z.object({ start: z.number(), length: z.literal(20) }))),
  ),
});
type Artifact = z.infer<typeof artifactSchema>;
type Named = Readonly<{ name: string; source: string; artifact: Artifact }>;

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
  const named = contracts.flatMap(({ name, artifact: source }, index) => {
    const artifact = artifacts[index];
    return artifact ? [{ name, source, artifact }] : [];
  });
  await replaceFile(path.join(generatedDir, 'abis.ts'), abisModule(artifacts));
  await replaceFile(
    path.join(generatedDir, 'bytecode.ts'),
    bytecodeModule([...named, ...(await linkedLibraries(named))]),
  );
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
  const file = source.startsWith(NPM)
    ? packaged(`${source.slice(NPM.length)}/${name}.json`)
    : path.join(artifactsDir, source, `${name}.json`);
  return artifactSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

function packaged(file: string): string {
  try {
    return createRequire(import.meta.url).resolve(file);
  } catch (error) {
    throw new Error(`${file} is not installed. With Node 22.13 or newer, run: npm install`, { cause: error });
  }
}

/** Libraries the contracts link, and those these link, each once. */
async function linkedLibraries(linking: readonly Named[]): Promise<Named[]> {
  const found = new Map<string, Named>();
  const queue = [...linking];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const [source, libraries] of Object.entries(next.artifact.linkReferences)) {
      for (const name of Object.keys(libraries)) {
        if (found.has(name)) continue;
        const own = source.replace(/^project\//, '');
        const library = { name, source: own, artifact: await readArtifact(own, name) };
        found.set(name, library);
        queue.push(library);
      }
    }
  }
  return [...found.values()];
}

function abisModule(artifacts: readonly Artifact[]): string {
  const exported = contracts.flatMap(({ abi }, index) =>
    abi ? [`export const ${abi} = ${JSON.stringify(artifacts[index]?.abi, null, 2)} as const;\n`] : [],
  );
  return `${header}\n${exported.join('\n')}`;
}

function bytecodeModule(all: readonly Named[]): string {
  const codes = all.map(({ name, artifact }) => `  ${name}: '${artifact.bytecode}',`);
  const links = all.flatMap(({ name, artifact }) => {
    const places = Object.values(artifact.linkReferences).flatMap((libraries) =>
      Object.entries(libraries).map(
        ([library, spots]) => [library, spots.map(({ start }) => start)] as const,
      ),
    );
    return places.length > 0 ? [`  ${name}: ${JSON.stringify(Object.fromEntries(places))},`] : [];
  });
  return [
    header,
    '/** Creation code by contract. A contract that links libraries has placeholders where their addresses belong. */',
    `export const bytecode = {\n${codes.join('\n')}\n} as const;\n`,
    '/** The artifact each came from; after `npm:`, in a package. */',
    `export const sources = {\n${all.map(({ name, source }) => `  ${name}: '${source}',`).join('\n')}\n} as const;\n`,
    '/** Of contracts that link libraries: by library, the bytes at which its address begins. */',
    `export const links: Readonly<Record<string, Readonly<Record<string, readonly number[]>>>> = {\n${links.join('\n')}\n};\n`,
  ].join('\n');
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { changed } = await generateContracts();
  console.log(changed ? 'contracts/generated written' : 'contracts/generated is up to date');
}
