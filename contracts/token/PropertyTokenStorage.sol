// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Account, Config} from "./PropertyTokenWords.sol";

/// @dev What held before an account's or the supply's current stretch of epochs, and where that stretch began.
struct Past {
    uint112 value;
    uint16 since;
}

/// @custom:storage-location erc7201:freehold.storage.PropertyToken
struct PropertyTokenState {
    Config config;
    address compliance;
    uint104 supply;
    uint104 maxSupply;
    uint16 supplyEpoch;
    address onchainID;
    string name;
    string symbol;
    mapping(address holder => Account) accounts;
    mapping(address holder => mapping(uint16 since => Past)) pasts;
    mapping(uint16 since => Past) supplyPasts;
    mapping(address owner => mapping(address spender => uint256)) allowances;
    mapping(address lostWallet => address) successors;
}

/// @dev Storage and the arithmetic of record dates, apart from who may do what.
///
/// An account's balance is known for every epoch without writing anything when an epoch closes: the current balance
/// stands since the account's epoch. At the first change in a later epoch the old balance is kept under the new
/// beginning, so the past of an account is a chain of stretches, newest first, at most one per closed epoch.
abstract contract PropertyTokenStorage {
    // keccak256(abi.encode(uint256(keccak256("freehold.storage.PropertyToken")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PROPERTY_TOKEN_STORAGE =
        0x3c5b45c1717408a1aff70fac4ded30b690b2494f3c8c13c667871213078a7800;

    function _state() internal pure returns (PropertyTokenState storage $) {
        assembly ("memory-safe") {
            $.slot := PROPERTY_TOKEN_STORAGE
        }
    }

    /// @dev Returns `account` with `balance`, keeping the old balance when an epoch closed since it was set.
    function _withBalance(address holder, Account account, uint256 balance, uint16 openEpoch)
        internal
        returns (Account)
    {
        uint16 since = account.epoch();
        if (since == openEpoch) return account.withBalance(balance);
        // A first holding has nothing before it; an absent entry says exactly that.
        if (since != 0) {
            _state().pasts[holder][openEpoch] = Past({value: uint112(account.balance()), since: since});
        }
        return account.withBalance(balance).withEpoch(openEpoch);
    }

    function _setSupply(uint256 supply, uint16 openEpoch) internal {
        PropertyTokenState storage $ = _state();
        if ($.supplyEpoch != openEpoch) {
            $.supplyPasts[openEpoch] = Past({value: $.supply, since: $.supplyEpoch});
            $.supplyEpoch = openEpoch;
        }
        $.supply = uint104(supply);
    }

    function _balanceAt(address holder, Account account, uint16 epoch) internal view returns (uint256) {
        uint16 since = account.epoch();
        if (since <= epoch) return account.balance();
        return _pastValue(_state().pasts[holder], since, epoch);
    }

    function _supplyAt(uint16 epoch) internal view returns (uint256) {
        PropertyTokenState storage $ = _state();
        if ($.supplyEpoch <= epoch) return $.supply;
        return _pastValue($.supplyPasts, $.supplyEpoch, epoch);
    }

    function _pastValue(mapping(uint16 since => Past) storage pasts, uint16 since, uint16 epoch)
        private
        view
        returns (uint256 value)
    {
        while (since > epoch) {
            Past memory past = pasts[since];
            (value, since) = (past.value, past.since);
        }
    }
}
