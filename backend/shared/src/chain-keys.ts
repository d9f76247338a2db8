import { keccak_256 } from '@noble/hashes/sha3';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

/** 32 bytes as 0x-prefixed lower-case hex: how our ids look on chain. */
export type Bytes32 = `0x${string}`;

const hashText = (text: string): Bytes32 => `0x${bytesToHex(keccak_256(utf8ToBytes(text)))}`;

/** Key of a property in PropertyFactory and Treasury. */
export const propertyKey = (propertyId: string): Bytes32 => hashText(`property:${propertyId}`);

/** Id of a dividend in Dividends. */
export const dividendKey = (dividendId: string): Bytes32 => hashText(`dividend:${dividendId}`);

/** Name of a document in the token of its property (ERC-1643). */
export const documentKey = (documentId: string): Bytes32 => hashText(`document:${documentId}`);

/** Id of a primary sale in Offering. */
export const offeringKey = (offeringId: string): Bytes32 => hashText(`offering:${offeringId}`);

/**
 * What makes a movement happen once only in Treasury and Dividends.
 * @param kind what refers, e.g. 'circle-transfer'; @param id its id outside the chain
 */
export const referenceKey = (kind: string, id: string): Bytes32 => hashText(`${kind}:${id}`);

/** Fingerprint of an approved income statement, from its canonical text. */
export const statementHash = (canonicalStatement: string): Bytes32 => hashText(canonicalStatement);
