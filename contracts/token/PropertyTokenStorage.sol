// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev One holder, one slot. `epoch` is the open epoch at the last change of the balance. `index` numbers wallets
/// densely in the order in which they first held shares.
struct Account {
    uint104 balance;
    uint104 frozen;
    uint16 epoch;
    uint8 flags;
    uint24 index;
}

/// @dev What held before an account's or the supply's current stretch of epochs, and where that stretch began.
struct Past {
    uint112 value;
    uint16 since;
}

/// @custom:storage-location erc7201:freehold.storage.PropertyToken
struct PropertyTokenState {
    address identityRegistry;
    bool paused;
    bool judgesMovements;
    uint16 epoch;
    uint24 holders;
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
/// stands since `account.epoch`. At the first change in a later epoch the old balance is kept under the new beginning,
/// so the past of an account is a chain of stretches, newest first, at most one per closed epoch.
abstract contract PropertyTokenStorage {
    uint8 internal constant WALLET_FROZEN = 1;
    uint8 internal constant WALLET_RECOVERED = 2;

    // keccak256(abi.encode(uint256(keccak256("freehold.storage.PropertyToken")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant PROPERTY_TOKEN_STORAGE =
        0x3c5b45c1717408a1aff70fac4ded30b690b2494f3c8c13c667871213078a7800;

    function _state() internal pure returns (PropertyTokenState storage $) {
        assembly ("memory-safe") {
            $.slot := PROPERTY_TOKEN_STORAGE
        }
    }

    /// @dev Returns `account` with `balance`, keeping the old balance when an epoch closed since it was set.
    function _withBalance(address holder, Account memory account, uint256 balance, uint16 openEpoch)
        internal
        returns (Account memory)
    {
        if (account.epoch != openEpoch) {
            // A first holding has nothing before it; an absent entry says exactly that.
            if (account.epoch != 0) {
                _state().pasts[holder][openEpoch] = Past({value: account.balance, since: account.epoch});
            }
            account.epoch = openEpoch;
        }
        account.balance = uint104(balance);
        return account;
    }

    function _setSupply(uint256 supply) internal {
        PropertyTokenState storage $ = _state();
        if ($.supplyEpoch != $.epoch) {
            $.supplyPasts[$.epoch] = Past({value: $.supply, since: $.supplyEpoch});
            $.supplyEpoch = $.epoch;
        }
        $.supply = uint104(supply);
    }

    function _balanceAt(address holder, Account memory account, uint16 epoch) internal view returns (uint256) {
        if (account.epoch <= epoch) return account.balance;
        return _pastValue(_state().pasts[holder], account.epoch, epoch);
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
