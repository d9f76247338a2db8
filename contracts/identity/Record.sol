// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Party, PARTY_ACCREDITED, PARTY_VERIFIED} from "../interfaces/Party.sol";

/// @dev What the registry keeps of a wallet, in one word, lowest bits first: identity 160 · country 16 · validUntil 32 ·
/// issuedAt 32 · flags 4 · epoch 12. `issuedAt` outlives revocation and deletion: nothing issued up to it can be
/// recorded.
type Record is uint256;

using {
    identityOf,
    countryOf,
    validUntil,
    issuedAt,
    isRegistered,
    isAttested,
    isAccredited,
    mayBeWalked,
    counts,
    saysTheSameAs,
    withIdentity,
    withCountry,
    revokedAt,
    removedAt,
    attestedParty,
    walkedParty
} for Record global;

uint256 constant RECORD_REGISTERED = 1 << 240;
uint256 constant RECORD_ATTESTED = 1 << 241;
uint256 constant RECORD_REVOKED = 1 << 242;
uint256 constant RECORD_ACCREDITED = 1 << 243;

uint256 constant RECORD_FLAGS_SHIFT = 240;
uint256 constant RECORD_ACCREDITED_FLAG = 8;
uint256 constant RECORD_COUNTRY_SHIFT = 160;
uint256 constant RECORD_VALID_SHIFT = 176;
uint256 constant RECORD_ISSUED_SHIFT = 208;
uint256 constant RECORD_EPOCH_SHIFT = 244;
uint256 constant RECORD_TO_PARTY_ACCREDITED = 243 - 177;
uint256 constant RECORD_IDENTITY_MASK = (1 << 160) - 1;
uint256 constant RECORD_PERSON_MASK = (1 << 176) - 1;

function identityOf(Record record) pure returns (address) {
    return address(uint160(Record.unwrap(record)));
}

function countryOf(Record record) pure returns (uint16) {
    return uint16(Record.unwrap(record) >> RECORD_COUNTRY_SHIFT);
}

function validUntil(Record record) pure returns (uint32) {
    return uint32(Record.unwrap(record) >> RECORD_VALID_SHIFT);
}

function issuedAt(Record record) pure returns (uint32) {
    return uint32(Record.unwrap(record) >> RECORD_ISSUED_SHIFT);
}

function isRegistered(Record record) pure returns (bool) {
    return Record.unwrap(record) & RECORD_REGISTERED != 0;
}

function isAttested(Record record) pure returns (bool) {
    return Record.unwrap(record) & RECORD_ATTESTED != 0;
}

function isAccredited(Record record) pure returns (bool) {
    return Record.unwrap(record) & RECORD_ACCREDITED != 0;
}

/// @dev A revoked wallet needs a new attestation: claims do not help it.
function mayBeWalked(Record record) pure returns (bool) {
    return Record.unwrap(record) & (RECORD_REGISTERED | RECORD_REVOKED) == RECORD_REGISTERED;
}

/// @dev `standing` comes from `standingIn(epoch)`.
function counts(Record record, uint256 standing, uint256 time) pure returns (bool) {
    uint256 word = Record.unwrap(record);
    return (word >> RECORD_FLAGS_SHIFT) & ~RECORD_ACCREDITED_FLAG == standing
        && (word >> RECORD_VALID_SHIFT) & type(uint32).max > time;
}

/// @dev The highest bits of a record whose attestation counts in `epoch`, accredited or not: registered, attested, not
/// revoked.
function standingIn(uint256 epoch) pure returns (uint256) {
    return epoch << 4 | 3;
}

/// @dev Equal but for the epoch.
function saysTheSameAs(Record record, Record other) pure returns (bool) {
    return (Record.unwrap(record) ^ Record.unwrap(other)) << (256 - RECORD_EPOCH_SHIFT) == 0;
}

function withIdentity(Record record, address identity) pure returns (Record) {
    return Record.wrap(Record.unwrap(record) & ~RECORD_IDENTITY_MASK | uint160(identity));
}

function withCountry(Record record, uint16 country) pure returns (Record) {
    uint256 cleared = Record.unwrap(record) & ~(uint256(type(uint16).max) << RECORD_COUNTRY_SHIFT);
    return Record.wrap(cleared | uint256(country) << RECORD_COUNTRY_SHIFT);
}

function revokedAt(Record record, uint256 time) pure returns (Record) {
    uint256 kept = Record.unwrap(record) & (RECORD_PERSON_MASK | RECORD_REGISTERED);
    return Record.wrap(kept | RECORD_REVOKED | tombstone(record, time));
}

function removedAt(Record record, uint256 time) pure returns (Record) {
    return Record.wrap(tombstone(record, time));
}

/// @dev Of a wallet whose attestation counts.
function attestedParty(Record record) pure returns (Party) {
    uint256 word = Record.unwrap(record);
    return Party.wrap(
        word & RECORD_PERSON_MASK | PARTY_VERIFIED | (word >> RECORD_TO_PARTY_ACCREDITED) & PARTY_ACCREDITED
    );
}

/// @dev Of a wallet whose attestation does not count.
function walkedParty(Record record, bool verified) pure returns (Party) {
    return Party.wrap(Record.unwrap(record) & RECORD_PERSON_MASK | (verified ? PARTY_VERIFIED : 0));
}

/// @dev In its place in the word: nothing issued up to `time` may be recorded from now on.
function tombstone(Record record, uint256 time) pure returns (uint256) {
    uint256 newest = record.issuedAt();
    return (time > newest ? time & type(uint32).max : newest) << RECORD_ISSUED_SHIFT;
}

function packAttested(
    address identity,
    uint16 country,
    bool accredited,
    uint32 validUntil_,
    uint32 issuedAt_,
    uint16 epoch
) pure returns (Record) {
    return Record.wrap(
        uint160(identity) | uint256(country) << RECORD_COUNTRY_SHIFT | uint256(validUntil_) << RECORD_VALID_SHIFT
            | uint256(issuedAt_) << RECORD_ISSUED_SHIFT | uint256(epoch) << RECORD_EPOCH_SHIFT | RECORD_REGISTERED
            | RECORD_ATTESTED | (accredited ? RECORD_ACCREDITED : 0)
    );
}
