// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {PropertyTokenStorage} from "./PropertyTokenStorage.sol";
import {Account, AMOUNT_MASK, WALLET_FROZEN} from "./PropertyTokenWords.sol";

/// @dev Holding shares back. Every change of a wallet's frozen shares is told twice: the difference as ERC-3643 knows
/// it, the new number as ERC-7943 does, so that a reader of either event alone is right.
abstract contract PropertyTokenFreezing is PropertyTokenStorage {
    function _setAddressFrozen(address wallet, bool freeze) internal {
        _state().accounts[wallet] = _state().accounts[wallet].withFlag(WALLET_FROZEN, freeze);
        emit IERC3643Token.AddressFrozen(wallet, freeze, msg.sender);
    }

    function _setFrozenTokens(address wallet, uint256 amount) internal {
        if (wallet == address(0)) revert IPropertyToken.PropertyTokenZeroAddress();
        if (amount > AMOUNT_MASK) revert IPropertyToken.PropertyTokenAmountTooLarge(amount);
        Account account = _state().accounts[wallet];
        _state().accounts[wallet] = _withFrozen(wallet, account, amount);
    }

    /// @dev ERC-3643's way freezes only what is there and free.
    function _freezeTokens(address wallet, uint256 amount) internal {
        Account account = _state().accounts[wallet];
        uint256 free = account.unfrozen();
        if (amount > free) revert IPropertyToken.PropertyTokenInsufficientFreeBalance(wallet, free, amount);
        _state().accounts[wallet] = _withFrozen(wallet, account, account.frozen() + amount);
    }

    function _unfreezeTokens(address wallet, uint256 amount) internal {
        Account account = _state().accounts[wallet];
        uint256 held = account.frozen();
        if (amount > held) revert IPropertyToken.PropertyTokenAmountAboveFrozen(wallet, held, amount);
        _state().accounts[wallet] = _withFrozen(wallet, account, held - amount);
    }

    /// @dev Returns `account` with `amount` frozen, having told so; storing it is the caller's.
    function _withFrozen(address wallet, Account account, uint256 amount) internal returns (Account) {
        uint256 old = account.frozen();
        if (amount > old) emit IERC3643Token.TokensFrozen(wallet, amount - old);
        if (amount < old) emit IERC3643Token.TokensUnfrozen(wallet, old - amount);
        emit IERC7943Fungible.Frozen(wallet, amount);
        return account.withFrozen(amount);
    }
}
