import { createRequire } from 'node:module';
import hardhatNetworkHelpers from '@nomicfoundation/hardhat-network-helpers';
import hardhatNodeTestRunner from '@nomicfoundation/hardhat-node-test-runner';
import hardhatViem from '@nomicfoundation/hardhat-viem';
import hardhatViemAssertions from '@nomicfoundation/hardhat-viem-assertions';
import { defineConfig } from 'hardhat/config';

// Hardhat would otherwise ask about usage statistics on a terminal and send them.
process.env.HARDHAT_DISABLE_TELEMETRY = 'true';

const areas = [
  'anchor',
  'base',
  'compliance',
  'dividends',
  'identity',
  'interfaces',
  'market',
  'token',
  'treasury',
  'usdc',
];

// The compiler is the npm package, so that compiling needs no download.
const compiler = {
  version: '0.8.37',
  path: createRequire(import.meta.url).resolve('solc/soljson.js'),
  settings: { evmVersion: 'cancun', optimizer: { enabled: true, runs: 200 } },
};

/** Per fuzz test its runs; per invariant a campaign of `runs` × `depth` calls: more than 10,000 each time, 200,000 at night. */
const campaigns = {
  ordinary: { fuzz: { runs: 512 }, invariant: { runs: 128, depth: 80, failOnRevert: true } },
  nightly: { fuzz: { runs: 20_000 }, invariant: { runs: 1_000, depth: 200, failOnRevert: true } },
};
const depth = process.env.FUZZ_DEPTH ?? 'ordinary';
if (depth !== 'ordinary' && depth !== 'nightly')
  throw new Error(`FUZZ_DEPTH is ordinary or nightly, not ${depth}.`);

export default defineConfig({
  plugins: [hardhatNetworkHelpers, hardhatNodeTestRunner, hardhatViem, hardhatViemAssertions],
  solidity: {
    profiles: { default: compiler, production: compiler },
    npmFilesToBuild: [
      '@openzeppelin/contracts/access/manager/AccessManager.sol',
      '@openzeppelin/contracts/governance/TimelockController.sol',
      '@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol',
      '@openzeppelin/contracts/proxy/beacon/UpgradeableBeacon.sol',
    ],
  },
  paths: {
    sources: [...areas.map((area) => `contracts/${area}`), 'test/contracts/mocks'],
    artifacts: 'contracts/artifacts',
    cache: 'contracts/cache',
    tests: { nodejs: 'test/contracts/behaviour', solidity: 'test/contracts/solidity' },
  },
  test: {
    solidity: campaigns[depth],
  },
});
