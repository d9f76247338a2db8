// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {PropertyTokenStorage} from "./PropertyTokenStorage.sol";
import {
    Account,
    AMOUNT_MASK,
    Config,
    FROZEN_SHIFT,
    INDEX_SHIFT,
    PAUSED_BIT,
    WALLET_FROZEN
} from "./PropertyTokenWords.sol";

/// @dev What the token itself has against a movement. A refusal is returned as the data to revert with, empty for none,
/// so that who moves shares and who only asks whether he could run the same lines.
abstract contract PropertyTokenChecks is PropertyTokenStorage {
    /// @dev Everything but the parties' verification and the compliance.
    function _refusal(Movement memory m, Config config, Account sender, Account receiver)
        internal
        view
        returns (bytes memory reason)
    {
        if (_isPlain(m, config, sender, receiver)) return "";
        (MovementKind kind, address from, address to) = (m.kind, m.from, m.to);
        if (from == address(0) && kind != MovementKind.Mint) {
            return abi.encodeWithSelector(IERC20Errors.ERC20InvalidSender.selector, from);
        }
        if (to == address(0) && kind != MovementKind.Burn) {
            return abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, to);
        }
        if (kind == MovementKind.Transfer) {
            if (config.isPaused()) return abi.encodeWithSelector(IPropertyToken.PropertyTokenPaused.selector);
            reason = _refusalOfSender(from, sender, m.amount);
            if (reason.length != 0) return reason;
        } else if (kind != MovementKind.Mint && m.amount > sender.balance()) {
            return _insufficientBalance(from, sender, m.amount);
        }
        if (kind == MovementKind.Mint || kind == MovementKind.Burn) {
            reason = _refusalOfIssuance(kind, config, m.amount);
            if (reason.length != 0) return reason;
        }
        return _refusalOfReceiver(m, config, receiver);
    }

    /// @dev A transfer between two holders, by one of them or by force, with nothing against it, seen at a glance: no
    /// pause, neither wallet frozen, enough unfrozen shares.
    function _isPlain(Movement memory m, Config config, Account sender, Account receiver)
        private
        pure
        returns (bool plain)
    {
        (uint256 s, uint256 r, uint256 amount) = (Account.unwrap(sender), Account.unwrap(receiver), m.amount);
        if ((Config.unwrap(config) & PAUSED_BIT) | ((s | r) & WALLET_FROZEN) != 0) return false;
        MovementKind kind = m.kind;
        if (kind != MovementKind.Transfer && (kind != MovementKind.Forced || m.from == m.to)) return false;
        // Both have held before, so neither is the zero address.
        if (s >> INDEX_SHIFT == 0 || r >> INDEX_SHIFT == 0 || amount > AMOUNT_MASK) return false;
        unchecked {
            return amount + ((s >> FROZEN_SHIFT) & AMOUNT_MASK) <= s & AMOUNT_MASK;
        }
    }

    function _refusalOfVerification(Movement memory m) internal pure returns (bytes memory) {
        if (m.to == address(0) || m.toParty.isVerified()) return "";
        return abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotReceive.selector, m.to);
    }

    function _refuse(bytes memory reason) internal pure {
        if (reason.length != 0) _revert(reason);
    }

    function _revert(bytes memory reason) internal pure {
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    /// @dev An agent may move what is frozen; a holder may not.
    function _refusalOfSender(address from, Account sender, uint256 amount) private pure returns (bytes memory) {
        if (sender.isFrozen()) return abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotSend.selector, from);
        uint256 unfrozen = sender.unfrozen();
        if (amount <= unfrozen) return "";
        if (amount > sender.balance()) return _insufficientBalance(from, sender, amount);
        return abi.encodeWithSelector(
            IERC7943Fungible.ERC7943InsufficientUnfrozenBalance.selector, from, amount, unfrozen
        );
    }

    function _refusalOfIssuance(MovementKind kind, Config config, uint256 amount)
        private
        view
        returns (bytes memory)
    {
        if (config.isIssuancePaused()) {
            return abi.encodeWithSelector(IPropertyToken.PropertyTokenIssuancePaused.selector);
        }
        if (kind == MovementKind.Burn) return "";
        (uint256 supply, uint256 limit) = (_state().supply, _state().maxSupply);
        if (amount <= limit - supply) return "";
        return abi.encodeWithSelector(IPropertyToken.PropertyTokenMaxSupplyExceeded.selector, supply, limit);
    }

    /// @dev A recovery reaches a frozen wallet of the same investor: nothing escapes the freeze by it.
    function _refusalOfReceiver(Movement memory m, Config config, Account receiver)
        private
        pure
        returns (bytes memory)
    {
        (MovementKind kind, address to) = (m.kind, m.to);
        if (kind == MovementKind.Forced && m.from == to) {
            return abi.encodeWithSelector(IPropertyToken.PropertyTokenSelfTransfer.selector);
        }
        if (receiver.isFrozen() && kind != MovementKind.Recovery) {
            return abi.encodeWithSelector(IPropertyToken.PropertyTokenWalletFrozen.selector, to);
        }
        if (receiver.index() == 0 && m.amount != 0 && to != address(0) && config.holders() == type(uint24).max) {
            return abi.encodeWithSelector(IPropertyToken.PropertyTokenHoldersExhausted.selector);
        }
        return "";
    }

    function _insufficientBalance(address from, Account sender, uint256 amount) private pure returns (bytes memory) {
        return abi.encodeWithSelector(
            IERC20Errors.ERC20InsufficientBalance.selector, from, sender.balance(), amount
        );
    }
}
