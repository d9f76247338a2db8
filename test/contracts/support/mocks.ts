import { type Address, parseAbi } from 'viem';
import type { Platform } from './platform.ts';

const identityAbi = parseAbi([
  'struct Claim { uint256 topic; address issuer; bytes signature; bytes data; }',
  'function setClaim(bytes32 id, Claim claim)',
  'function setBroken(bool broken)',
]);
const claimIssuerAbi = parseAbi([
  'function accept(address identity, uint256 topic, bytes signature, bool yes)',
]);
const contractSignerAbi = parseAbi(['function execute(address target, bytes data)']);
const plainComplianceAbi = parseAbi([
  'function isTokenBound(address token) view returns (bool)',
  'function creations() view returns (uint256)',
  'function transfers() view returns (uint256)',
  'function destructions() view returns (uint256)',
]);

/** An identity that says whatever it is told to. */
export async function deployMockIdentity(p: Platform) {
  const { address } = await p.viem.deployContract('MockIdentity');
  return p.at(identityAbi, address);
}

/** A claim issuer that says yes to what it was told to accept. */
export async function deployMockClaimIssuer(p: Platform) {
  const { address } = await p.viem.deployContract('MockClaimIssuer');
  return p.at(claimIssuerAbi, address);
}

/** An account with code that signs by EIP-1271 with the key of `owner` and does what he tells it. */
export async function deployContractSigner(p: Platform, owner: Address) {
  const { address } = await p.viem.deployContract('ContractSigner', [owner]);
  return p.at(contractSignerAbi, address);
}

/** A compliance that knows ERC-3643 only and refuses amounts above `limit`. */
export async function deployPlainCompliance(p: Platform, limit: bigint) {
  const { address } = await p.viem.deployContract('PlainCompliance', [limit]);
  return p.at(plainComplianceAbi, address);
}
