// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {CountryMode} from "../interfaces/ICompliance.sol";

/// @dev What every movement reads, in one word: token 160 · holders 32 · most holders 32 · flags 32, lowest bits first. A
/// flag says that a rule is on, so that the words of the others are not read.
type Terms is uint256;

/// @dev Limits of amounts, in one word: most shares 104 · most shares in a window 104 · seconds of a window 32 · most
/// basis points of the supply 16. Zero is no limit.
type Limits is uint256;

/// @dev Lock-ups, in one word: their common end 40 · seconds after an acquisition 32. Zero is none.
type Locks is uint256;

/// @dev What an identity sent since it opened its window: shares 104 · unix second of the opening 40.
type Window is uint256;

/// @dev What an identity holds: nothing (zero), all shares of one wallet (its address), or a sum over wallets.
type Standing is uint256;

uint256 constant HOLDERS_SHIFT = 160;
uint256 constant MAX_HOLDERS_SHIFT = 192;
uint256 constant COUNTRY_MODE_SHIFT = 254;
uint256 constant BY_COUNTRY = 3 << COUNTRY_MODE_SHIFT;

uint256 constant INITIALIZED = 1 << 224;
uint256 constant TRACKED = 1 << 225;
uint256 constant HAS_LOCK_DATE = 1 << 226;
uint256 constant HAS_SPENDERS = 1 << 227;
uint256 constant HAS_ACCREDITATION = 1 << 228;
uint256 constant HAS_APPROVALS = 1 << 229;
uint256 constant HAS_MODULES = 1 << 230;
uint256 constant HAS_MAX_BALANCE = 1 << 231;
uint256 constant HAS_MAX_SHARE = 1 << 232;
uint256 constant HAS_LOCKUP = 1 << 233;
uint256 constant HAS_WINDOW = 1 << 234;

/// @dev Rules that ask only who is concerned, not who holds how much.
uint256 constant PARTY_RULES = BY_COUNTRY | HAS_LOCK_DATE | HAS_SPENDERS | HAS_ACCREDITATION | HAS_APPROVALS;

/// @dev Rules that read the limits.
uint256 constant HAS_LIMITS = HAS_MAX_BALANCE | HAS_MAX_SHARE | HAS_WINDOW;

/// @dev Rules that a property seldom has.
uint256 constant RARE_RULES = HAS_LOCK_DATE | HAS_SPENDERS | HAS_ACCREDITATION | HAS_APPROVALS | HAS_MODULES
    | HAS_MAX_SHARE | HAS_LOCKUP;

uint256 constant AMOUNT_MASK = type(uint104).max;
uint256 constant WINDOW_LIMIT_SHIFT = 104;
uint256 constant WINDOW_SECONDS_SHIFT = 208;
uint256 constant MAX_SHARE_SHIFT = 240;
uint256 constant LOCKUP_SHIFT = 40;
uint256 constant OPENED_SHIFT = 104;

Standing constant NOTHING = Standing.wrap(0);
uint256 constant SUM = 1 << 255;

using {token, holders, maxHolders, countryMode, has, withToken, withHolders, with, isTerms} for Terms global;
using {maxBalance, maxShareBps, windowSeconds, windowLimit} for Limits global;
using {lockedUntil, lockupSeconds} for Locks global;
using {spent, opened} for Window global;
using {isNothing, isOneWallet, isSum, isOf, wallet, sum, equals} for Standing global;

function token(Terms terms) pure returns (address) {
    return address(uint160(Terms.unwrap(terms)));
}

function holders(Terms terms) pure returns (uint32) {
    return uint32(Terms.unwrap(terms) >> HOLDERS_SHIFT);
}

function maxHolders(Terms terms) pure returns (uint32) {
    return uint32(Terms.unwrap(terms) >> MAX_HOLDERS_SHIFT);
}

function countryMode(Terms terms) pure returns (CountryMode) {
    return CountryMode(Terms.unwrap(terms) >> COUNTRY_MODE_SHIFT);
}

function has(Terms terms, uint256 anyOf) pure returns (bool) {
    return Terms.unwrap(terms) & anyOf != 0;
}

function isTerms(Terms terms, Terms other) pure returns (bool) {
    return Terms.unwrap(terms) == Terms.unwrap(other);
}

function withToken(Terms terms, address value) pure returns (Terms) {
    return Terms.wrap((Terms.unwrap(terms) & ~uint256(type(uint160).max)) | uint160(value));
}

function withHolders(Terms terms, uint256 value) pure returns (Terms) {
    return Terms.wrap(
        (Terms.unwrap(terms) & ~(uint256(type(uint32).max) << HOLDERS_SHIFT)) | (value << HOLDERS_SHIFT)
    );
}

function with(Terms terms, uint256 flag, bool on) pure returns (Terms) {
    return Terms.wrap(on ? Terms.unwrap(terms) | flag : Terms.unwrap(terms) & ~flag);
}

function maxBalance(Limits limits) pure returns (uint104) {
    return uint104(Limits.unwrap(limits));
}

function windowLimit(Limits limits) pure returns (uint104) {
    return uint104(Limits.unwrap(limits) >> WINDOW_LIMIT_SHIFT);
}

function windowSeconds(Limits limits) pure returns (uint32) {
    return uint32(Limits.unwrap(limits) >> WINDOW_SECONDS_SHIFT);
}

function maxShareBps(Limits limits) pure returns (uint16) {
    return uint16(Limits.unwrap(limits) >> MAX_SHARE_SHIFT);
}

function lockedUntil(Locks locks) pure returns (uint40) {
    return uint40(Locks.unwrap(locks));
}

function lockupSeconds(Locks locks) pure returns (uint32) {
    return uint32(Locks.unwrap(locks) >> LOCKUP_SHIFT);
}

function spent(Window window) pure returns (uint256) {
    return Window.unwrap(window) & AMOUNT_MASK;
}

function opened(Window window) pure returns (uint256) {
    return Window.unwrap(window) >> OPENED_SHIFT;
}

/// @dev `shares` must fit 104 bits.
function windowOf(uint256 shares, uint256 openedAt) pure returns (Window) {
    return Window.wrap(shares | (openedAt << OPENED_SHIFT));
}

function isNothing(Standing standing) pure returns (bool) {
    return Standing.unwrap(standing) == 0;
}

function isSum(Standing standing) pure returns (bool) {
    return Standing.unwrap(standing) & SUM != 0;
}

/// @dev Not to be asked of nobody: nothing reads as all shares of the zero address.
function isOneWallet(Standing standing) pure returns (bool) {
    return Standing.unwrap(standing) != 0 && Standing.unwrap(standing) & SUM == 0;
}

function isOf(Standing standing, address holder) pure returns (bool) {
    return Standing.unwrap(standing) == uint160(holder);
}

function wallet(Standing standing) pure returns (address) {
    return address(uint160(Standing.unwrap(standing)));
}

function sum(Standing standing) pure returns (uint256) {
    return Standing.unwrap(standing) & ~SUM;
}

function equals(Standing standing, Standing other) pure returns (bool) {
    return Standing.unwrap(standing) == Standing.unwrap(other);
}

function oneWallet(address holder) pure returns (Standing) {
    return Standing.wrap(uint160(holder));
}

/// @dev A sum of zero is nothing.
function sumOf(uint256 shares) pure returns (Standing) {
    return Standing.wrap(shares == 0 ? 0 : shares | SUM);
}
