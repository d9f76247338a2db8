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
    solidity: {
      fuzz: { runs: 256 },
      invariant: { runs: 48, depth: 60, failOnRevert: true },
    },
  },
});
