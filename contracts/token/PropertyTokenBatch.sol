// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ICompliance, Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {Party} from "../interfaces/Party.sol";
import {PropertyTokenMovement} from "./PropertyTokenMovement.sol";
import {PropertyTokenState} from "./PropertyTokenStorage.sol";
import {Account, Config, EPOCH_SHIFT} from "./PropertyTokenWords.sol";

/// @dev Many receivers from one sender, or mints to many: the registry once, the sender's account once, the compliance
/// once. Balances change before the compliance judges; a refusal takes all of it back.
abstract contract PropertyTokenBatch is PropertyTokenMovement {
    /// @param limit what the sender may give, or what may be minted; `left` is what remains of it
    /// @param nextLeg where in memory the next leg of the question to the compliance goes
    struct Batch {
        Movement common;
        Config config;
        Account sender;
        uint256 limit;
        uint256 left;
        uint256 nextLeg;
    }

    /// @dev Where in the calldata the receivers lie, and how far from each of them its amount and, in memory, its party.
    struct Lists {
        uint256 start;
        uint256 end;
        uint256 toAmount;
        uint256 toParty;
    }

    // Literals, because assembly takes no computed constants.
    uint256 private constant MOVEMENT_BYTES = 0x120;
    uint256 private constant LEG_BYTES = 0x80;
    uint256 private constant LEFT = 0x80; // place of `left` in a batch
    uint256 private constant NEXT_LEG = 0xa0; // place of `nextLeg`
    uint256 private constant BALANCE = 0xffffffffffffffffffffffffff; // bits 0-103 of an account
    // Bits 208-224 of an account.
    uint256 private constant FROZEN_AND_EPOCH = 0x1ffff0000000000000000000000000000000000000000000000000000;
    uint256 private constant VERIFIED = 0x100000000000000000000000000000000000000000000; // bit 176 of a party
    bytes32 private constant TRANSFER_TOPIC = 0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef;

    /// @dev For transfers by their sender and for mints.
    function _moveMany(address from, address[] calldata to, uint256[] calldata amounts, MovementKind kind) internal {
        _checkLengths(to.length, amounts.length);
        if (to.length > 1 && _canGoTogether(from, kind)) return _moveTogether(from, to, amounts, kind);
        for (uint256 i = 0; i < to.length; i++) {
            _move(address(0), from, to[i], amounts[i], kind);
        }
    }

    /// @dev What refuses every leg is left to `_move` to say.
    function _canGoTogether(address from, MovementKind kind) private view returns (bool) {
        Config config = _state().config;
        bool isTransfer = kind == MovementKind.Transfer;
        if (isTransfer ? config.isPaused() : config.isIssuancePaused()) return false;
        if (isTransfer && _state().accounts[from].isFrozen()) return false;
        return config.judges() && ICompliance(_state().compliance).judgesBatches();
    }

    function _moveTogether(address from, address[] calldata to, uint256[] calldata amounts, MovementKind kind)
        private
    {
        Config config = _state().config;
        Party[] memory parties = _partiesOf(config.registry(), to);
        Batch memory batch = _openBatch(config, from, kind, to.length);
        Lists memory lists = _lists(to, amounts, parties);
        for (uint256 place = lists.start;; place += 0x20) {
            place = _moveOrdinaryLegs(batch, lists, place);
            if (place == lists.end) break;
            uint256 i = (place - lists.start) >> 5;
            _moveLeg(batch, to[i], amounts[i], parties[i]);
        }
        _closeBatch(batch, config);
        _askCompliance(batch);
    }

    function _openBatch(Config config, address from, MovementKind kind, uint256 legs)
        private
        view
        returns (Batch memory batch)
    {
        PropertyTokenState storage $ = _state();
        batch.config = config;
        if (kind == MovementKind.Transfer) {
            batch.sender = $.accounts[from];
            batch.limit = batch.sender.unfrozen();
        } else {
            batch.limit = $.maxSupply - $.supply;
        }
        batch.left = batch.limit;
        _openQuestion(batch, from, kind, legs);
    }

    function _closeBatch(Batch memory batch, Config before) private {
        PropertyTokenState storage $ = _state();
        address from = batch.common.from;
        uint16 openEpoch = before.openEpoch();
        unchecked {
            uint256 moved = batch.limit - batch.left;
            if (from == address(0)) {
                _setSupply($.supply + moved, openEpoch);
            } else {
                $.accounts[from] = _inEpoch(from, batch.sender, openEpoch).minus(moved);
            }
        }
        if (batch.config.holders() != before.holders()) $.config = batch.config;
    }

    /// @dev Moves legs, from the one whose receiver lies at `place` until one is not ordinary, and returns where that
    /// one's receiver lies. Ordinary is a leg to another, verified holder whose wallet is not frozen and whose balance
    /// last changed in the open epoch. It does what `_moveLeg` would, word by word, since this is what a large batch is
    /// made of.
    function _moveOrdinaryLegs(Batch memory batch, Lists memory lists, uint256 place) private returns (uint256) {
        uint256 open = uint256(batch.config.openEpoch()) << EPOCH_SHIFT;
        address from = batch.common.from;
        (uint256 toAmount, uint256 toParty) = (lists.toAmount, lists.toParty);
        _chooseAccounts();
        assembly ("memory-safe") {
            let leg := mload(add(batch, NEXT_LEG))
            for {} lt(place, mload(add(lists, 0x20))) { place := add(place, 0x20) } {
                let receiver := calldataload(place)
                let amount := calldataload(add(place, toAmount))
                mstore(leg, receiver)
                mstore(add(leg, 0x20), mload(add(place, toParty)))
                mstore(add(leg, 0x40), amount)
                mstore(0x00, receiver)
                let slot := keccak256(0x00, 0x40)
                let account := sload(slot)
                // Not ordinary: frozen or of another epoch, never held (or no address at all), to oneself, too much,
                // not verified.
                if or(
                    or(xor(and(account, FROZEN_AND_EPOCH), open), iszero(shr(232, account))),
                    or(
                        or(eq(receiver, from), gt(amount, mload(add(batch, LEFT)))),
                        iszero(and(mload(add(leg, 0x20)), VERIFIED))
                    )
                ) { break }
                mstore(add(leg, 0x60), and(account, BALANCE))
                mstore(add(batch, LEFT), sub(mload(add(batch, LEFT)), amount))
                sstore(slot, add(account, amount))
                log3(add(leg, 0x40), 0x20, TRANSFER_TOPIC, from, receiver)
                leg := add(leg, LEG_BYTES)
            }
            mstore(add(batch, NEXT_LEG), leg)
        }
        return place;
    }

    /// @dev An amount's and a party's place are found by their distance from the receiver's, whatever the sign.
    function _lists(address[] calldata to, uint256[] calldata amounts, Party[] memory parties)
        private
        pure
        returns (Lists memory lists)
    {
        uint256 start;
        uint256 toAmount;
        uint256 toParty;
        assembly ("memory-safe") {
            start := to.offset
            toAmount := sub(amounts.offset, start)
            toParty := sub(add(parties, 0x20), start)
        }
        return Lists(start, start + (to.length << 5), toAmount, toParty);
    }

    /// @dev Writes the mapping of accounts where a hash of a key takes it from.
    function _chooseAccounts() private view {
        mapping(address => Account) storage accounts = _state().accounts;
        assembly ("memory-safe") {
            mstore(0x20, accounts.slot)
        }
    }

    function _moveLeg(Batch memory batch, address to, uint256 amount, Party party) private {
        (bytes32 slot, Account receiver) = _account(to);
        uint256 left = batch.left;
        if (to == address(0) || amount > left || receiver.isFrozen() || !party.isVerified()) {
            _refuseLeg(batch, to, amount, party);
        }
        address from = batch.common.from;
        if (to != from) {
            Config config = batch.config;
            unchecked {
                if (receiver.index() == 0 && amount != 0) {
                    if (config.holders() == type(uint24).max) _refuseLeg(batch, to, amount, party);
                    uint24 next = config.holders() + 1;
                    batch.config = config.withHolders(next);
                    receiver = receiver.withIndex(next);
                }
                batch.left = left - amount;
                _addLeg(batch, to, party, amount, receiver.balance());
                _store(slot, _inEpoch(to, receiver, config.openEpoch()).plus(amount));
            }
        }
        emit IERC20.Transfer(from, to, amount);
    }

    /// @dev Says what `_move` would have said had it moved the legs before this one.
    function _refuseLeg(Batch memory batch, address to, uint256 amount, Party party) private {
        PropertyTokenState storage $ = _state();
        (MovementKind kind, address from) = (batch.common.kind, batch.common.from);
        Movement memory m;
        (m.kind, m.from, m.to, m.amount, m.toParty) = (kind, from, to, amount, party);
        Account sender = batch.sender;
        if (kind == MovementKind.Mint) $.supply = uint104($.maxSupply - batch.left);
        else sender = sender.minus(batch.limit - batch.left);
        bytes memory reason = _refusal(m, batch.config, sender, $.accounts[to]);
        _revert(reason.length == 0 ? _refusalOfVerification(m) : reason);
    }

    /* ASKING OTHERS */

    function _partiesOf(address registry, address[] calldata wallets) private view returns (Party[] memory parties) {
        uint256 selector = uint32(IIdentityRegistry.partiesOf.selector);
        assembly ("memory-safe") {
            let size := shl(5, wallets.length)
            let question := mload(0x40)
            mstore(question, shl(224, selector))
            mstore(add(question, 0x04), 0x20)
            mstore(add(question, 0x24), wallets.length)
            calldatacopy(add(question, 0x44), wallets.offset, size)
            if iszero(staticcall(gas(), registry, question, add(0x44, size), 0, 0)) {
                returndatacopy(question, 0, returndatasize())
                revert(question, returndatasize())
            }
            // The answer takes the question's place: its offset, its length, the words.
            returndatacopy(question, 0, add(0x40, size))
            parties := add(question, 0x20)
            if or(xor(mload(question), 0x20), xor(mload(parties), wallets.length)) { revert(0, 0) }
            mstore(0x40, add(add(parties, 0x20), size))
        }
    }

    /// @dev Lays out `checkAndApplyBatch(common, legs)` in memory, room for all legs included.
    function _openQuestion(Batch memory batch, address from, MovementKind kind, uint256 legs) private view {
        _reserveSelector();
        Movement memory common;
        (common.kind, common.from, common.fromBalance) = (kind, from, batch.sender.balance());
        if (from != address(0)) _askRegistry(batch.config.registry(), common);
        batch.common = common;
        uint256 nextLeg;
        assembly ("memory-safe") {
            let tail := add(common, MOVEMENT_BYTES)
            mstore(tail, add(MOVEMENT_BYTES, 0x20))
            nextLeg := add(tail, 0x40)
            mstore(0x40, add(nextLeg, mul(legs, LEG_BYTES)))
        }
        batch.nextLeg = nextLeg;
    }

    function _addLeg(Batch memory batch, address to, Party party, uint256 amount, uint256 toBalance) private pure {
        uint256 leg = batch.nextLeg;
        assembly ("memory-safe") {
            mstore(leg, to)
            mstore(add(leg, 0x20), party)
            mstore(add(leg, 0x40), amount)
            mstore(add(leg, 0x60), toBalance)
        }
        unchecked {
            batch.nextLeg = leg + LEG_BYTES;
        }
    }

    function _askCompliance(Batch memory batch) private {
        (Movement memory common, uint256 end) = (batch.common, batch.nextLeg);
        address judge = _state().compliance;
        uint256 selector = uint32(ICompliance.checkAndApplyBatch.selector);
        assembly ("memory-safe") {
            let count := add(common, add(MOVEMENT_BYTES, 0x20))
            let legs := sub(end, add(count, 0x20))
            if legs {
                mstore(count, div(legs, LEG_BYTES))
                mstore(sub(common, 0x20), selector)
                if iszero(call(gas(), judge, 0, sub(common, 0x04), sub(end, sub(common, 0x04)), 0, 0)) {
                    let reason := mload(0x40)
                    returndatacopy(reason, 0, returndatasize())
                    revert(reason, returndatasize())
                }
            }
        }
    }
}
