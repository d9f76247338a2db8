// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ICompliance, IERC3643Compliance, Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {Party} from "../interfaces/Party.sol";
import {PropertyTokenChecks} from "./PropertyTokenChecks.sol";
import {PropertyTokenFreezing} from "./PropertyTokenFreezing.sol";
import {Account, Config} from "./PropertyTokenWords.sol";

/// @dev The one way shares move: checks, the registry once, the compliance once, then the balances.
abstract contract PropertyTokenMovement is PropertyTokenChecks, PropertyTokenFreezing {
    /// @param spender who moves the shares by allowance, zero otherwise
    function _move(address spender, address from, address to, uint256 amount, MovementKind kind) internal {
        Config config = _state().config;
        (bytes32 fromSlot, Account sender) = _account(from);
        (bytes32 toSlot, Account receiver) = _account(to);
        _reserveSelector();
        Movement memory m = Movement({
            kind: kind,
            spender: spender,
            from: from,
            to: to,
            amount: amount,
            fromParty: Party.wrap(0),
            toParty: Party.wrap(0),
            fromBalance: sender.balance(),
            toBalance: receiver.balance()
        });

        _refuse(_refusal(m, config, sender, receiver));
        _askRegistry(config.registry(), m);
        _refuse(_refusalOfVerification(m));
        bool tellAfter = from != to && _judge(config, m);

        if (from != to) {
            uint16 open = config.openEpoch();
            if (from == address(0)) _setSupply(_state().supply + amount, open);
            else _store(fromSlot, _taken(m, sender, open));
            if (to == address(0)) _setSupply(_state().supply - amount, open);
            else _store(toSlot, _given(m, receiver, open));
        }
        emit IERC20.Transfer(from, to, amount);
        if (tellAfter) ICompliance(_state().compliance).applied(m);
    }

    /// @dev Moves by force and says so as ERC-7943 wants it.
    function _force(address from, address to, uint256 amount) internal {
        _move(address(0), from, to, amount, MovementKind.Forced);
        emit IERC7943Fungible.ForcedTransfer(from, to, amount);
    }

    /// @dev Frees no more than the movement needs: what was withheld beyond that stays withheld.
    function _taken(Movement memory m, Account sender, uint16 openEpoch) private returns (Account) {
        uint256 amount = m.amount;
        uint256 frozen = sender.frozen();
        if (frozen != 0) {
            uint256 unfrozen = sender.unfrozen();
            if (amount > unfrozen) sender = _withFrozen(m.from, sender, frozen - (amount - unfrozen));
        }
        return _inEpoch(m.from, sender, openEpoch).minus(amount);
    }

    /// @dev Reads the settings again: the compliance was called since, and whoever it called may have changed those that
    /// no guard keeps.
    function _given(Movement memory m, Account receiver, uint16 openEpoch) private returns (Account) {
        uint256 amount = m.amount;
        if (receiver.index() == 0 && amount != 0) {
            Config config = _state().config;
            uint24 next = config.holders() + 1;
            _state().config = config.withHolders(next);
            receiver = receiver.withIndex(next);
        }
        return _inEpoch(m.to, receiver, openEpoch).plus(amount);
    }

    /* ASKING OTHERS */

    /// @dev Keeps a word free in front of the movement made next, for the selector it is sent with.
    function _reserveSelector() internal pure {
        assembly ("memory-safe") {
            mstore(0x40, add(mload(0x40), 0x20))
        }
    }

    /// @dev Writes what `IIdentityRegistry.parties` answers straight into the movement.
    function _askRegistry(address registry, Movement memory m) internal view {
        uint256 selector = uint32(IIdentityRegistry.parties.selector);
        assembly ("memory-safe") {
            let question := mload(0x40)
            mstore(question, shl(224, selector))
            mstore(add(question, 0x04), mload(add(m, 0x40)))
            mstore(add(question, 0x24), mload(add(m, 0x60)))
            let answered := staticcall(gas(), registry, question, 0x44, add(m, 0xa0), 0x40)
            if or(iszero(answered), lt(returndatasize(), 0x40)) {
                returndatacopy(question, 0, returndatasize())
                revert(question, returndatasize())
            }
        }
    }

    /// @dev Asks the compliance once to judge and account.
    function _judge(Config config, Movement memory m) private returns (bool tellAfter) {
        address judge = _state().compliance;
        if (!config.judges()) {
            _judgePlainly(IERC3643Compliance(judge), m);
            return false;
        }
        // The movement lies in memory as `checkAndApply` wants its argument.
        uint256 selector = uint32(ICompliance.checkAndApply.selector);
        assembly ("memory-safe") {
            mstore(sub(m, 0x20), selector)
            let judged := call(gas(), judge, 0, sub(m, 0x04), 0x124, 0, 0x20)
            if or(iszero(judged), lt(returndatasize(), 0x20)) {
                let reason := mload(0x40)
                returndatacopy(reason, 0, returndatasize())
                revert(reason, returndatasize())
            }
            tellAfter := iszero(iszero(mload(0)))
        }
    }

    /// @dev For a compliance contract that knows ERC-3643 only.
    function _judgePlainly(IERC3643Compliance judge, Movement memory m) private {
        bool judged = m.kind == MovementKind.Transfer || m.kind == MovementKind.Mint;
        if (judged && !judge.canTransfer(m.from, m.to, m.amount)) _refuse(_plainRefusal(m));
        if (m.kind == MovementKind.Mint) judge.created(m.to, m.amount);
        else if (m.kind == MovementKind.Burn) judge.destroyed(m.from, m.amount);
        else judge.transferred(m.from, m.to, m.amount);
    }

    function _plainRefusal(Movement memory m) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IERC7943Fungible.ERC7943CannotTransfer.selector, m.from, m.to, m.amount);
    }

    /* ALLOWANCES */

    function _approve(address owner, address spender, uint256 value) internal {
        if (spender == address(0)) revert IERC20Errors.ERC20InvalidSpender(spender);
        _state().allowances[owner][spender] = value;
        emit IERC20.Approval(owner, spender, value);
    }
}
