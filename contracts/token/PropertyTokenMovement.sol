// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ICompliance, IERC3643Compliance, Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {Account, PropertyTokenState, PropertyTokenStorage} from "./PropertyTokenStorage.sol";

/// @dev The one way shares move, and how they are held back.
abstract contract PropertyTokenMovement is IPropertyToken, IERC20Errors, PropertyTokenStorage {
    function _move(address from, address to, uint256 amount, MovementKind kind) internal {
        PropertyTokenState storage $ = _state();
        if (from == address(0) && kind != MovementKind.Mint) revert ERC20InvalidSender(address(0));
        if (to == address(0) && kind != MovementKind.Burn) revert ERC20InvalidReceiver(address(0));
        if (from == to && kind == MovementKind.Forced) revert PropertyTokenSelfTransfer();

        Account memory sender;
        Account memory receiver;
        if (from != address(0)) sender = $.accounts[from];
        if (to != address(0)) receiver = $.accounts[to];
        uint256 thaw = from == address(0) ? 0 : _checkSender(from, sender, amount, kind);
        if (kind == MovementKind.Transfer && receiver.flags & WALLET_FROZEN != 0) {
            revert PropertyTokenWalletFrozen(to);
        }
        _judge(from, to, amount, kind, sender.balance, receiver.balance);

        if (thaw != 0) {
            sender.frozen -= uint104(thaw);
            emit TokensUnfrozen(from, thaw);
        }
        if (kind == MovementKind.Mint) _mintSupply(amount);
        if (kind == MovementKind.Burn) _setSupply($.supply - amount);
        if (from != to) {
            uint16 open = $.epoch;
            if (from != address(0)) {
                $.accounts[from] = _withBalance(from, sender, sender.balance - amount, open);
            }
            if (to != address(0)) {
                if (receiver.index == 0 && amount != 0) receiver.index = _nextIndex();
                $.accounts[to] = _withBalance(to, receiver, receiver.balance + amount, open);
            }
        }
        emit Transfer(from, to, amount);
    }

    /// @dev Returns how many partly frozen shares must thaw for an agent's movement.
    function _checkSender(address from, Account memory sender, uint256 amount, MovementKind kind)
        private
        pure
        returns (uint256 thaw)
    {
        if (amount > sender.balance) revert ERC20InsufficientBalance(from, sender.balance, amount);
        uint256 free = sender.balance - sender.frozen;
        if (kind == MovementKind.Transfer) {
            if (sender.flags & WALLET_FROZEN != 0) revert PropertyTokenWalletFrozen(from);
            if (amount > free) revert PropertyTokenInsufficientFreeBalance(from, free, amount);
        } else if (amount > free) {
            thaw = amount - free;
        }
    }

    /// @dev Asks the registry once for both parties and the compliance once to judge and account.
    function _judge(
        address from,
        address to,
        uint256 amount,
        MovementKind kind,
        uint256 fromBalance,
        uint256 toBalance
    ) private {
        PropertyTokenState storage $ = _state();
        (address fromIdentity, address toIdentity, uint16 toCountry, bool toVerified) =
            IIdentityRegistry($.identityRegistry).parties(from, to);
        if (to != address(0) && !toVerified) revert PropertyTokenNotVerified(to);
        if (from == to) return;
        if (!$.judgesMovements) return _judgePlainly($.compliance, from, to, amount, kind);
        ICompliance($.compliance).checkAndApply(
            Movement({
                kind: kind,
                from: from,
                to: to,
                amount: amount,
                fromIdentity: fromIdentity,
                toIdentity: toIdentity,
                toCountry: toCountry,
                fromBalance: fromBalance,
                toBalance: toBalance,
                supply: $.supply
            })
        );
    }

    /// @dev For a compliance contract that knows ERC-3643 only.
    function _judgePlainly(address judge, address from, address to, uint256 amount, MovementKind kind) private {
        IERC3643Compliance rules = IERC3643Compliance(judge);
        bool judged = kind == MovementKind.Transfer || kind == MovementKind.Mint;
        if (judged && !rules.canTransfer(from, to, amount)) {
            revert PropertyTokenComplianceRefused(from, to, amount);
        }
        if (kind == MovementKind.Mint) rules.created(to, amount);
        else if (kind == MovementKind.Burn) rules.destroyed(from, amount);
        else rules.transferred(from, to, amount);
    }

    function _mintSupply(uint256 amount) private {
        PropertyTokenState storage $ = _state();
        uint256 limit = $.maxSupply;
        if (amount > limit - $.supply) revert PropertyTokenMaxSupplyExceeded($.supply, limit);
        _setSupply($.supply + amount);
    }

    function _nextIndex() private returns (uint24) {
        PropertyTokenState storage $ = _state();
        if ($.holders == type(uint24).max) revert PropertyTokenHoldersExhausted();
        return ++$.holders;
    }

    function _setAddressFrozen(address wallet, bool freeze) internal {
        Account storage account = _state().accounts[wallet];
        account.flags = freeze ? account.flags | WALLET_FROZEN : account.flags & ~WALLET_FROZEN;
        emit AddressFrozen(wallet, freeze, msg.sender);
    }

    function _freezeTokens(address wallet, uint256 amount) internal {
        Account storage account = _state().accounts[wallet];
        uint256 free = account.balance - account.frozen;
        if (amount > free) revert PropertyTokenInsufficientFreeBalance(wallet, free, amount);
        account.frozen += uint104(amount);
        emit TokensFrozen(wallet, amount);
    }

    function _unfreezeTokens(address wallet, uint256 amount) internal {
        Account storage account = _state().accounts[wallet];
        if (amount > account.frozen) revert PropertyTokenAmountAboveFrozen(wallet, account.frozen, amount);
        account.frozen -= uint104(amount);
        emit TokensUnfrozen(wallet, amount);
    }
}
