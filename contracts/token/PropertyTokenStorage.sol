// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {Account, Config} from "./PropertyTokenWords.sol";

/// @dev What held before an account's or the supply's current stretch of epochs, and where that stretch began.
struct Past {
    uint112 value;
    uint16 since;
}

/// @dev `position` is the document's place in the list of names, from 1; 0 when there is none.
struct Document {
    string uri;
    bytes32 contentHash;
    uint64 setAt;
    uint64 position;
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
    mapping(address owner => uint256) nonces;
    mapping(address authorizer => mapping(bytes32 nonce => bool)) authorizations;
    mapping(bytes32 name => Document) documents;
    bytes32[] documentNames;
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

    /// @dev Slot and content of a holder's account; slot zero and nothing for nobody.
    function _account(address holder) internal view returns (bytes32 slot, Account account) {
        mapping(address => Account) storage accounts = _state().accounts;
        assembly ("memory-safe") {
            if holder {
                mstore(0x00, holder)
                mstore(0x20, accounts.slot)
                slot := keccak256(0x00, 0x40)
                account := sload(slot)
            }
        }
    }

    function _store(bytes32 slot, Account account) internal {
        assembly ("memory-safe") {
            sstore(slot, account)
        }
    }

    /// @dev To be called before a balance changes: keeps it when an epoch closed since it was set.
    function _inEpoch(address holder, Account account, uint16 openEpoch) internal returns (Account) {
        uint16 since = account.epoch();
        if (since == openEpoch) return account;
        // A first holding has nothing before it; an absent entry says exactly that.
        if (since != 0) {
            _state().pasts[holder][openEpoch] = Past({value: uint112(account.balance()), since: since});
        }
        return account.withEpoch(openEpoch);
    }

    function _setSupply(uint256 supply, uint16 openEpoch) internal {
        PropertyTokenState storage $ = _state();
        if ($.supplyEpoch != openEpoch) {
            $.supplyPasts[openEpoch] = Past({value: $.supply, since: $.supplyEpoch});
            $.supplyEpoch = openEpoch;
        }
        $.supply = uint104(supply);
    }

    function _checkLengths(uint256 a, uint256 b) internal pure {
        if (a != b) revert IPropertyToken.PropertyTokenArrayLengths();
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
