// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ICompliance, IERC3643Compliance, Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {ITransferPreview} from "../interfaces/ITransferPreview.sol";
import {Party} from "../interfaces/Party.sol";
import {PropertyTokenMovement} from "./PropertyTokenMovement.sol";
import {PropertyTokenState} from "./PropertyTokenStorage.sol";
import {Account, Config} from "./PropertyTokenWords.sol";

/// @dev See {ITransferPreview}; with ERC-7943's three questions.
abstract contract PropertyTokenPreview is ITransferPreview, PropertyTokenMovement {
    /// @inheritdoc ITransferPreview
    function canTransferWithReason(address spender, address from, address to, uint256 amount)
        external
        view
        returns (bool allowed, bytes4 code, bytes memory reason)
    {
        if (spender == from) spender = address(0);
        if (spender != address(0)) {
            uint256 allowance = _state().allowances[from][spender];
            if (allowance < amount) {
                return _answer(
                    false,
                    abi.encodeWithSelector(
                        IERC20Errors.ERC20InsufficientAllowance.selector, spender, allowance, amount
                    )
                );
            }
        }
        return _preview(_movement(spender, from, to, amount, MovementKind.Transfer));
    }

    /// @inheritdoc ITransferPreview
    function canMintWithReason(address to, uint256 amount)
        external
        view
        returns (bool allowed, bytes4 code, bytes memory reason)
    {
        return _preview(_movement(address(0), address(0), to, amount, MovementKind.Mint));
    }

    /// @dev ERC-7943.
    function canTransfer(address from, address to, uint256 amount) external view returns (bool allowed) {
        (allowed,,) = _preview(_movement(address(0), from, to, amount, MovementKind.Transfer));
    }

    /// @dev ERC-7943.
    function canSend(address account) external view returns (bool allowed) {
        return account != address(0) && !_state().accounts[account].isFrozen();
    }

    /// @dev ERC-7943.
    function canReceive(address account) external view returns (bool allowed) {
        if (account == address(0) || _state().accounts[account].isFrozen()) return false;
        Movement memory m = _movement(address(0), address(0), account, 0, MovementKind.Mint);
        (bool answered,) = _tryRegistry(m);
        return answered && m.toParty.isVerified();
    }

    function _movement(address spender, address from, address to, uint256 amount, MovementKind kind)
        private
        pure
        returns (Movement memory m)
    {
        (m.kind, m.spender, m.from, m.to, m.amount) = (kind, spender, from, to, amount);
    }

    /// @dev `_move` as far as it can be gone without moving.
    function _preview(Movement memory m) private view returns (bool allowed, bytes4 code, bytes memory reason) {
        PropertyTokenState storage $ = _state();
        Config config = $.config;
        (, Account sender) = _account(m.from);
        (, Account receiver) = _account(m.to);
        (m.fromBalance, m.toBalance) = (sender.balance(), receiver.balance());

        reason = _refusal(m, config, sender, receiver);
        if (reason.length != 0) return _answer(false, reason);
        (allowed, reason) = _tryRegistry(m);
        if (!allowed) return _answer(false, reason);
        reason = _refusalOfVerification(m);
        if (reason.length != 0 || m.from == m.to) return _answer(reason.length == 0, reason);
        return config.judges() ? _tryCompliance($.compliance, m) : _tryPlainCompliance($.compliance, m);
    }

    /// @dev Asks as `_move` does, but turns a failure into an answer.
    function _tryRegistry(Movement memory m) private view returns (bool answered, bytes memory failure) {
        (answered, failure) = _state().config.registry()
            .staticcall(abi.encodeCall(IIdentityRegistry.parties, (m.from, m.to)));
        if (!answered || failure.length < 0x40) return (false, failure);
        (m.fromParty, m.toParty) = abi.decode(failure, (Party, Party));
        return (true, "");
    }

    function _tryCompliance(address judge, Movement memory m)
        private
        view
        returns (bool allowed, bytes4 code, bytes memory reason)
    {
        try ICompliance(judge).reasonAgainst(m) returns (bytes memory against) {
            return _answer(against.length == 0, against);
        } catch (bytes memory failure) {
            return _answer(false, failure);
        }
    }

    function _tryPlainCompliance(address judge, Movement memory m)
        private
        view
        returns (bool allowed, bytes4 code, bytes memory reason)
    {
        try IERC3643Compliance(judge).canTransfer(m.from, m.to, m.amount) returns (bool yes) {
            return yes ? _answer(true, "") : _answer(false, _plainRefusal(m));
        } catch (bytes memory failure) {
            return _answer(false, failure);
        }
    }

    function _answer(bool allowed, bytes memory reason) private pure returns (bool, bytes4, bytes memory) {
        return (allowed, bytes4(reason), reason);
    }
}
