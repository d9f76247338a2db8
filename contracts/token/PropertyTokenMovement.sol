// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ICompliance, IERC3643Compliance, Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {PropertyTokenState, PropertyTokenStorage} from "./PropertyTokenStorage.sol";
import {Account, Config, WALLET_FROZEN} from "./PropertyTokenWords.sol";

/// @dev The one way shares move, and how they are held back.
abstract contract PropertyTokenMovement is IPropertyToken, IERC20Errors, PropertyTokenStorage {
    function _move(address from, address to, uint256 amount, MovementKind kind) internal {
        PropertyTokenState storage $ = _state();
        Config config = $.config;
        if (from == address(0) && kind != MovementKind.Mint) revert ERC20InvalidSender(address(0));
        if (to == address(0) && kind != MovementKind.Burn) revert ERC20InvalidReceiver(address(0));
        if (from == to && kind == MovementKind.Forced) revert PropertyTokenSelfTransfer();

        Account sender;
        Account receiver;
        if (from != address(0)) {
            sender = $.accounts[from];
            _checkSender(from, sender, amount, kind);
        }
        if (to != address(0)) receiver = $.accounts[to];
        if (kind == MovementKind.Transfer) {
            if (config.isPaused()) revert PropertyTokenPaused();
            if (receiver.isFrozen()) revert PropertyTokenWalletFrozen(to);
        }
        Movement memory movement;
        (movement.kind, movement.from, movement.to, movement.amount) = (kind, from, to, amount);
        (movement.fromBalance, movement.toBalance) = (sender.balance(), receiver.balance());
        if (kind == MovementKind.Transfer && msg.sender != from) movement.spender = msg.sender;
        bool tellAfter = _judge(config, movement);

        if (kind == MovementKind.Mint) _mintSupply(amount, config.openEpoch());
        else if (kind == MovementKind.Burn) _setSupply($.supply - amount, config.openEpoch());
        if (from != to) {
            if (from != address(0)) {
                uint256 left = sender.balance() - amount;
                if (sender.frozen() > left) sender = _thaw(from, sender, left);
                $.accounts[from] = _withBalance(from, sender, left, config.openEpoch());
            }
            if (to != address(0)) {
                if (receiver.index() == 0 && amount != 0) receiver = receiver.withIndex(_nextIndex());
                $.accounts[to] = _withBalance(to, receiver, receiver.balance() + amount, config.openEpoch());
            }
        }
        emit Transfer(from, to, amount);
        if (tellAfter) ICompliance($.compliance).applied(movement);
    }

    /// @dev An agent may move what is frozen; a holder may not.
    function _checkSender(address from, Account sender, uint256 amount, MovementKind kind) private pure {
        uint256 held = sender.balance();
        if (amount > held) revert ERC20InsufficientBalance(from, held, amount);
        if (kind != MovementKind.Transfer) return;
        if (sender.isFrozen()) revert PropertyTokenWalletFrozen(from);
        uint256 free = held - sender.frozen();
        if (amount > free) revert PropertyTokenInsufficientFreeBalance(from, free, amount);
    }

    /// @dev Frees no more than the movement needs: what is left stays frozen.
    function _thaw(address from, Account sender, uint256 left) private returns (Account) {
        emit TokensUnfrozen(from, sender.frozen() - left);
        return sender.withFrozen(left);
    }

    /// @dev Asks the registry once for both parties and the compliance once to judge and account.
    function _judge(Config config, Movement memory movement) private returns (bool tellAfter) {
        (movement.fromParty, movement.toParty) =
            IIdentityRegistry(config.registry()).parties(movement.from, movement.to);
        if (movement.to != address(0) && !movement.toParty.isVerified()) revert PropertyTokenNotVerified(movement.to);
        if (movement.from == movement.to) return false;
        if (config.judges()) return ICompliance(_state().compliance).checkAndApply(movement);
        _judgePlainly(_state().compliance, movement);
    }

    /// @dev For a compliance contract that knows ERC-3643 only.
    function _judgePlainly(address judge, Movement memory m) private {
        IERC3643Compliance rules = IERC3643Compliance(judge);
        bool judged = m.kind == MovementKind.Transfer || m.kind == MovementKind.Mint;
        if (judged && !rules.canTransfer(m.from, m.to, m.amount)) {
            revert PropertyTokenComplianceRefused(m.from, m.to, m.amount);
        }
        if (m.kind == MovementKind.Mint) rules.created(m.to, m.amount);
        else if (m.kind == MovementKind.Burn) rules.destroyed(m.from, m.amount);
        else rules.transferred(m.from, m.to, m.amount);
    }

    /// @dev Keeps the supply, and with it every balance, within 104 bits.
    function _mintSupply(uint256 amount, uint16 openEpoch) private {
        PropertyTokenState storage $ = _state();
        (uint256 supply, uint256 limit) = ($.supply, $.maxSupply);
        if (amount > limit - supply) revert PropertyTokenMaxSupplyExceeded(supply, limit);
        _setSupply(supply + amount, openEpoch);
    }

    function _nextIndex() private returns (uint24 next) {
        Config config = _state().config;
        if (config.holders() == type(uint24).max) revert PropertyTokenHoldersExhausted();
        next = config.holders() + 1;
        _state().config = config.withHolders(next);
    }

    function _setAddressFrozen(address wallet, bool freeze) internal {
        PropertyTokenState storage $ = _state();
        $.accounts[wallet] = $.accounts[wallet].withFlag(WALLET_FROZEN, freeze);
        emit AddressFrozen(wallet, freeze, msg.sender);
    }

    function _freezeTokens(address wallet, uint256 amount) internal {
        Account account = _state().accounts[wallet];
        uint256 free = account.balance() - account.frozen();
        if (amount > free) revert PropertyTokenInsufficientFreeBalance(wallet, free, amount);
        _state().accounts[wallet] = account.withFrozen(account.frozen() + amount);
        emit TokensFrozen(wallet, amount);
    }

    function _unfreezeTokens(address wallet, uint256 amount) internal {
        Account account = _state().accounts[wallet];
        uint256 held = account.frozen();
        if (amount > held) revert PropertyTokenAmountAboveFrozen(wallet, held, amount);
        _state().accounts[wallet] = account.withFrozen(held - amount);
        emit TokensUnfrozen(wallet, amount);
    }
}
