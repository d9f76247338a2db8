import { type Address, type Hex, parseAbi, zeroAddress } from 'viem';
import type { Platform } from './platform.ts';

const contractSignerAbi = parseAbi(['function execute(address target, bytes data)']);
const floorTokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function balanceOf(address account) view returns (uint256)',
]);
const plainComplianceAbi = parseAbi([
  'function isTokenBound(address token) view returns (bool)',
  'function creations() view returns (uint256)',
  'function transfers() view returns (uint256)',
  'function destructions() view returns (uint256)',
]);

const hostileTokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function approve(address spender, uint256 amount) returns (bool)',
  'function setMode(uint8 mode)',
  'function setCall(address target, bytes data)',
  'function balanceOf(address account) view returns (uint256)',
  'function reentered() view returns (bool)',
  'function answer() view returns (bytes)',
]);
const mockWalletAbi = parseAbi([
  'function setMode(uint8 mode)',
  'function execute(address target, bytes data)',
]);

/** What a hostile token does when it should move something. */
export const Misbehaviour = {
  ...{ None: 0, SaysFalse: 1, SaysNothing: 2, MovesNothing: 3, TakesFee: 4, TakesAll: 5 },
  ...{ Reenters: 6, BurnsGas: 7, RevertsAtLength: 8 },
} as const;

/** What a wallet contract says when it is asked for its signature. */
export const WalletMood = { Refuses: 0, Accepts: 1, Reverts: 2, BurnsGas: 3, SaysOne: 4 } as const;

/** An account with code that signs by EIP-1271 with the key of `owner` and does what he tells it. */
export async function deployContractSigner(p: Platform, owner: Address) {
  const { address } = await p.viem.deployContract('ContractSigner', [owner]);
  return p.at(contractSignerAbi, address);
}

/** A plain ERC-20 that anybody may mint. */
export async function deployFloorToken(p: Platform) {
  const { address } = await p.viem.deployContract('FloorToken');
  return p.at(floorTokenAbi, address);
}

/** A compliance that knows ERC-3643 only and refuses amounts above `limit`. */
export async function deployPlainCompliance(p: Platform, limit: bigint) {
  const { address } = await p.viem.deployContract('PlainCompliance', [limit]);
  return p.at(plainComplianceAbi, address);
}

/** A token, or a currency, that does what it is told to instead of what it should. */
export async function deployHostileToken(p: Platform) {
  const { address } = await p.viem.deployContract('HostileToken');
  return p.at(hostileTokenAbi, address);
}

/** A contract that answers every question with the same bytes. */
export async function deployBabblingToken(p: Platform, answer: Hex) {
  const { address } = await p.viem.deployContract('BabblingToken', [answer]);
  return p.tokenAt(address);
}

/** A wallet contract in a mood. */
export async function deployMockWallet(p: Platform, mood: number) {
  const { address } = await p.viem.deployContract('MockWallet');
  const wallet = p.at(mockWalletAbi, address);
  await wallet.write.setMode([mood]);
  return wallet;
}

const hostileIdentityAbi = parseAbi([
  'function setMode(uint8 mode)',
  'function setAskBack(address registry, address wallet)',
  'function setClaim(uint256 topic, address issuer, bytes signature, bytes data)',
]);
const wordTellerAbi = parseAbi(['function setWord(uint256 word, bool silent)']);

/** Answers every question as badly as it is told to; `HOSTILE` are its ways. */
export async function deployHostileIdentity(p: Platform) {
  const { address } = await p.viem.deployContract('HostileIdentity');
  return p.at(hostileIdentityAbi, address);
}

export const HOSTILE = {
  honest: 0,
  reverts: 1,
  revertsLong: 2,
  burnsGas: 3,
  returnsLong: 4,
  returnsNothing: 5,
  returnsLittle: 6,
  offsetOutside: 7,
  offsetHuge: 8,
  lengthOutside: 9,
  lengthHuge: 10,
} as const;

/** Answers every question with one word. */
export async function deployWordTeller(p: Platform) {
  const { address } = await p.viem.deployContract('WordTeller');
  return p.at(wordTellerAbi, address);
}

const switchModuleAbi = parseAbi(['function setRefuses(bool refuses)', 'function setSticky(bool sticky)']);

/** A module of the T-REX kind that allows everything until told otherwise. */
export async function deploySwitchModule(p: Platform) {
  const { address } = await p.viem.deployContract('SwitchModule');
  return p.at(switchModuleAbi, address);
}

const scriptedAbi = parseAbi([
  'function write(bytes call, uint8 way, bytes data)',
  'function setTarget(address target)',
  'function succeeded() view returns (bool)',
  'function outcome() view returns (bytes)',
]);

/** How a scripted contract takes a call. */
export const SCRIPTED = { answers: 1, reverts: 2, calls: 3 } as const;

/** A registry or a compliance by script: what the script leaves open is answered by the contract behind it. */
export async function deployScripted(p: Platform, behind: Address = zeroAddress) {
  const { address } = await p.viem.deployContract('Scripted', [behind]);
  return p.at(scriptedAbi, address);
}
