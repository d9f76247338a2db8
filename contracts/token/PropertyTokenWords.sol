// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev One holder in one word: balance 104 · frozen 104 · epoch 16 · flags 8 · index 24, lowest bits first. `epoch` is
/// the open epoch at the last change of the balance; `index` numbers wallets densely in the order in which they first
/// held shares. `frozen` may be more than `balance`. Words rather than structs, because copying packed structs costs as
/// much as a transfer's storage reads.
type Account is uint256;

/// @dev What every movement reads, in one word: identity registry 160 · flags 16 · epoch 16 · holders 24, lowest bits
/// first. The flags are the two pauses and whether the compliance contract judges and accounts in one call; `holders` is
/// the last index given.
type Config is uint256;

uint8 constant TOKEN_DECIMALS = 18;
string constant TOKEN_VERSION = "1.0.0";

uint256 constant AMOUNT_MASK = type(uint104).max;
uint256 constant FROZEN_SHIFT = 104;
uint256 constant EPOCH_SHIFT = 208;
uint256 constant FLAGS_SHIFT = 224;
uint256 constant INDEX_SHIFT = 232;
uint256 constant WALLET_FROZEN = 1 << FLAGS_SHIFT;
uint256 constant WALLET_RECOVERED = 2 << FLAGS_SHIFT;

uint256 constant PAUSED_BIT = 1 << 160;
uint256 constant ISSUANCE_PAUSED_BIT = 1 << 161;
uint256 constant JUDGES_BIT = 1 << 168;
uint256 constant CONFIG_EPOCH_SHIFT = 176;
uint256 constant HOLDERS_SHIFT = 192;

using {
    balance,
    frozen,
    unfrozen,
    epoch,
    index,
    isFrozen,
    plus,
    minus,
    withFrozen,
    withEpoch,
    withIndex,
    withFlag
} for Account global;

using {
    registry,
    isPaused,
    isIssuancePaused,
    judges,
    openEpoch,
    holders,
    withRegistry,
    withBit,
    withOpenEpoch,
    withHolders
} for Config global;

function balance(Account account) pure returns (uint256) {
    return Account.unwrap(account) & AMOUNT_MASK;
}

function frozen(Account account) pure returns (uint256) {
    return (Account.unwrap(account) >> FROZEN_SHIFT) & AMOUNT_MASK;
}

/// @dev What may move: nothing when as much or more is frozen than held.
function unfrozen(Account account) pure returns (uint256) {
    (uint256 held, uint256 withheld) = (balance(account), frozen(account));
    unchecked {
        return held > withheld ? held - withheld : 0;
    }
}

function epoch(Account account) pure returns (uint16) {
    return uint16(Account.unwrap(account) >> EPOCH_SHIFT);
}

function index(Account account) pure returns (uint24) {
    return uint24(Account.unwrap(account) >> INDEX_SHIFT);
}

function isFrozen(Account account) pure returns (bool) {
    return Account.unwrap(account) & WALLET_FROZEN != 0;
}

/// @dev The sum must fit 104 bits, as it does while the supply does.
function plus(Account account, uint256 amount) pure returns (Account) {
    unchecked {
        return Account.wrap(Account.unwrap(account) + amount);
    }
}

/// @dev `amount` must be held.
function minus(Account account, uint256 amount) pure returns (Account) {
    unchecked {
        return Account.wrap(Account.unwrap(account) - amount);
    }
}

/// @dev `value` must fit 104 bits.
function withFrozen(Account account, uint256 value) pure returns (Account) {
    return Account.wrap((Account.unwrap(account) & ~(AMOUNT_MASK << FROZEN_SHIFT)) | (value << FROZEN_SHIFT));
}

function withEpoch(Account account, uint16 value) pure returns (Account) {
    return Account.wrap(
        (Account.unwrap(account) & ~(uint256(type(uint16).max) << EPOCH_SHIFT)) | (uint256(value) << EPOCH_SHIFT)
    );
}

/// @dev For an account without an index.
function withIndex(Account account, uint24 value) pure returns (Account) {
    return Account.wrap(Account.unwrap(account) | (uint256(value) << INDEX_SHIFT));
}

function withFlag(Account account, uint256 flag, bool set) pure returns (Account) {
    return Account.wrap(set ? Account.unwrap(account) | flag : Account.unwrap(account) & ~flag);
}

function registry(Config config) pure returns (address) {
    return address(uint160(Config.unwrap(config)));
}

function isPaused(Config config) pure returns (bool) {
    return Config.unwrap(config) & PAUSED_BIT != 0;
}

function isIssuancePaused(Config config) pure returns (bool) {
    return Config.unwrap(config) & ISSUANCE_PAUSED_BIT != 0;
}

function judges(Config config) pure returns (bool) {
    return Config.unwrap(config) & JUDGES_BIT != 0;
}

function openEpoch(Config config) pure returns (uint16) {
    return uint16(Config.unwrap(config) >> CONFIG_EPOCH_SHIFT);
}

function holders(Config config) pure returns (uint24) {
    return uint24(Config.unwrap(config) >> HOLDERS_SHIFT);
}

function withRegistry(Config config, address value) pure returns (Config) {
    return Config.wrap((Config.unwrap(config) & ~uint256(type(uint160).max)) | uint160(value));
}

function withBit(Config config, uint256 bit, bool set) pure returns (Config) {
    return Config.wrap(set ? Config.unwrap(config) | bit : Config.unwrap(config) & ~bit);
}

function withOpenEpoch(Config config, uint16 value) pure returns (Config) {
    return Config.wrap(
        (Config.unwrap(config) & ~(uint256(type(uint16).max) << CONFIG_EPOCH_SHIFT))
            | (uint256(value) << CONFIG_EPOCH_SHIFT)
    );
}

function withHolders(Config config, uint24 value) pure returns (Config) {
    return Config.wrap(
        (Config.unwrap(config) & ~(uint256(type(uint24).max) << HOLDERS_SHIFT)) | (uint256(value) << HOLDERS_SHIFT)
    );
}
