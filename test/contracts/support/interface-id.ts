import { type Hex, numberToHex, toFunctionSelector } from 'viem';

/** ERC-165: the selectors of an interface, exclusively or-ed. */
export const interfaceId = (functions: readonly string[]): Hex =>
  numberToHex(
    functions.reduce((id, one) => id ^ BigInt(toFunctionSelector(one)), 0n),
    { size: 4 },
  );

export const ERC734 = interfaceId([
  'addKey(bytes32,uint256,uint256)',
  'removeKey(bytes32,uint256)',
  'execute(address,uint256,bytes)',
  'approve(uint256,bool)',
  'getKey(bytes32)',
  'getKeyPurposes(bytes32)',
  'getKeysByPurpose(uint256)',
  'keyHasPurpose(bytes32,uint256)',
]);
export const ERC735 = interfaceId([
  'addClaim(uint256,uint256,address,bytes,bytes,string)',
  'removeClaim(bytes32)',
  'getClaim(bytes32)',
  'getClaimIdsByTopic(uint256)',
]);
export const IDENTITY = interfaceId(['isClaimValid(address,uint256,bytes,bytes)']);
export const CLAIM_ISSUER = interfaceId([
  'revokeClaim(bytes32,address)',
  'revokeClaimBySignature(bytes)',
  'isClaimRevoked(bytes)',
]);
