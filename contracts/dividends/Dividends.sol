// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {Guarded} from "../base/Guarded.sol";
import {IDividends} from "../interfaces/IDividends.sol";
import {HolderSnapshot, IPropertyToken, ISnapshotToken} from "../interfaces/IPropertyToken.sol";
import {IUSDC} from "../interfaces/IUSDC.sol";
import {DividendBooks} from "./DividendBooks.sol";

/// @title Dividends
/// @notice See {IDividends}. Not upgradeable: what holders may claim depends on nobody's later decision.
contract Dividends is IDividends, DividendBooks, AgentRole, Ownable, Guarded {
    using SafeERC20 for IUSDC;

    /// @dev A trillion USDC: with any dust that could be carried in, a pool fits 64 bits.
    uint256 private constant MAX_AMOUNT = 10 ** 18;

    /// @dev Selector of `transfer(address,uint256)`, at the beginning of a word.
    uint256 private constant TRANSFER = 0xa9059cbb00000000000000000000000000000000000000000000000000000000;

    IUSDC private immutable USDC;

    /// @inheritdoc IDividends
    address public immutable treasury;

    /// @inheritdoc IDividends
    uint40 public immutable claimPeriod;

    constructor(address owner, address usdc_, address treasury_, uint40 claimPeriod_) Ownable(owner) {
        if (usdc_ == address(0) || treasury_ == address(0)) revert DividendsZeroAddress();
        USDC = IUSDC(usdc_);
        treasury = treasury_;
        claimPeriod = claimPeriod_;
    }

    /* LIFE OF A DIVIDEND */

    /// @inheritdoc IDividends
    function declare(bytes32 id, address token, uint256 amount, bytes32 statementHash)
        external
        onlyAgent
        nonReentrant
    {
        if (id == bytes32(0)) revert DividendsZeroId();
        if (amount == 0) revert DividendsZeroAmount();
        if (amount > MAX_AMOUNT) revert DividendsAmountTooLarge(amount);
        Book storage book = _books[id];
        bytes8 tag = bytes8(keccak256(abi.encode(statementHash)));
        if (book.token != address(0)) {
            if (book.token == token && book.amount == amount && book.statementTag == tag) return;
            revert DividendsIdTaken(id);
        }

        uint24 epoch = ISnapshotToken(token).raiseEpoch();
        uint256 supply = ISnapshotToken(token).supplyAt(epoch);
        if (supply == 0) revert DividendsNoSupply(token);
        uint256 carriedIn = carried[token];
        if (carriedIn != 0) carried[token] = 0;
        (book.token, book.epoch, book.statementTag) = (token, epoch, tag);
        book.amount = uint64(amount);
        book.carriedIn = SafeCast.toUint40(carriedIn);
        book.supply = SafeCast.toUint104(supply);
        book.deadline = uint40(block.timestamp) + claimPeriod;
        emit DividendDeclared(id, token, epoch, amount, carriedIn, supply, statementHash);
    }

    /// @inheritdoc IDividends
    function fund(bytes32 id) external nonReentrant {
        Book storage book = _inState(id, State.Declared);
        book.state = State.Funded;
        USDC.safeTransferFrom(msg.sender, address(this), book.amount);
        emit DividendFunded(id, msg.sender, book.amount);
    }

    /// @inheritdoc IDividends
    function fundWithAuthorization(
        bytes32 id,
        address from,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external nonReentrant {
        if (nonce != id) revert DividendsNonceNotBound(id, nonce);
        Book storage book = _inState(id, State.Declared);
        book.state = State.Funded;
        USDC.receiveWithAuthorization(
            from, address(this), book.amount, validAfter, validBefore, nonce, signature
        );
        emit DividendFunded(id, from, book.amount);
    }

    /// @inheritdoc IDividends
    function pay(bytes32 id, address[] calldata holders) external onlyAgent nonReentrant {
        Book storage book = _inState(id, State.Funded);
        if (holders.length == 0) return;
        HolderSnapshot[] memory snapshots = _snapshotsOf(book.token, holders, book.epoch);
        Run memory run = _startRun(id, book, snapshots[0].indexOf());
        _push(run, holders, snapshots);
        _endRun(run, book);
    }

    /// @inheritdoc IDividends
    function claim(bytes32 id) external nonReentrant {
        _claim(id, msg.sender);
    }

    /// @inheritdoc IDividends
    function claimFor(bytes32 id, address holder) external nonReentrant {
        _claim(id, holder);
    }

    /// @inheritdoc IDividends
    function markSettled(bytes32 id, address holder, bytes32 ref) external onlyAgent nonReentrant {
        if (ref == bytes32(0)) revert DividendsZeroReference();
        Book storage book = _inState(id, State.Funded);
        (Run memory run,, uint256 bit, uint256 amount) = _close(id, book, holder);
        _markSettled(run, bit, amount);
        emit DividendSettled(id, holder, amount, ref);
        _endRun(run, book);
        USDC.safeTransfer(treasury, amount);
    }

    /// @inheritdoc IDividends
    function sweep(bytes32 id) external onlyAgent nonReentrant {
        Book storage book = _inState(id, State.Funded);
        if (block.timestamp <= book.deadline) revert DividendsBeforeDeadline(id, uint40(book.deadline));
        uint256 rest = _rest(book);
        book.state = State.Swept;
        book.swept = uint64(rest);
        book.held = 0;
        USDC.safeTransfer(treasury, rest);
        emit DividendSwept(id, rest);
    }

    /// @inheritdoc IDividends
    function cancel(bytes32 id) external onlyAgent nonReentrant {
        Book storage book = _inState(id, State.Declared);
        book.state = State.Cancelled;
        if (book.carriedIn != 0) carried[book.token] += book.carriedIn;
        emit DividendCancelled(id);
    }

    /// @inheritdoc IDividends
    function usdc() external view returns (address) {
        return address(USDC);
    }

    /* INTERNAL */

    /// @dev Pays the holders of a batch, or holds their parts. Runs for every holder of every dividend: the lists are read
    /// without bounds checks, for `_snapshotsOf` has made sure that they are of one length. Nothing overflows: a pool is
    /// below 2^64, shares below 2^112, and all sums below the pool and the supply.
    function _push(Run memory run, address[] calldata holders, HolderSnapshot[] memory snapshots) private {
        (uint256 pool, uint256 supply) = (run.pool, run.supply);
        unchecked {
            uint256 i = 0;
            do {
                uint256 snapshot;
                address holder;
                assembly ("memory-safe") {
                    let at := shl(5, i)
                    snapshot := mload(add(add(snapshots, 0x20), at))
                    holder := shr(96, shl(96, calldataload(add(holders.offset, at))))
                }
                uint256 shares = uint112(snapshot);
                if (shares == 0) continue;
                uint256 bit = uint24(snapshot >> 112);
                if (bit >> MARKS_LOG2 != run.position) _turnTo(run, bit >> MARKS_LOG2);
                bit = 1 << (bit & MARKS_MASK);
                if (run.ended & bit != 0) continue;

                uint256 amount = pool * shares / supply;
                if ((snapshot >> 136) | run.everHeld != 0) {
                    _pushUnusual(run, holder, HolderSnapshot.wrap(snapshot), amount);
                    continue;
                }
                run.accounted += shares;
                if (_send(holder, amount)) {
                    run.ended |= bit;
                    run.paid += amount;
                    emit DividendPaid(run.id, holder, amount);
                } else {
                    _hold(run, bit, amount);
                    emit DividendHeld(run.id, holder, amount);
                }
            } while (++i < holders.length);
        }
    }

    /// @dev One holder of a batch whose payout may be held already, who is frozen, or whom another wallet replaced.
    function _pushUnusual(Run memory run, address holder, HolderSnapshot snapshot, uint256 amount) private {
        uint256 bit = 1 << (snapshot.indexOf() & MARKS_MASK);
        bool wasHeld = _isHeld(run, bit);
        if (!wasHeld) run.accounted += snapshot.sharesOf();
        if (_deliver(run, holder, snapshot, amount)) {
            run.ended |= bit;
            run.paid += amount;
            if (wasHeld) _release(run, bit, amount);
            emit DividendPaid(run.id, holder, amount);
        } else if (!wasHeld) {
            _hold(run, bit, amount);
            emit DividendHeld(run.id, holder, amount);
        }
    }

    function _claim(bytes32 id, address holder) private {
        Book storage book = _inState(id, State.Funded);
        (Run memory run, HolderSnapshot snapshot,, uint256 amount) = _close(id, book, holder);
        run.paid = amount;
        if (!_deliver(run, holder, snapshot, amount)) {
            if (snapshot.isFrozenNow()) revert DividendsHolderFrozen(holder);
            revert DividendsPayoutRefused(id, holder);
        }
        emit DividendPaid(id, holder, amount);
        _endRun(run, book);
    }

    /// @dev A run that ends one holder's open payout; reverts when there is none.
    function _close(bytes32 id, Book storage book, address holder)
        private
        returns (Run memory run, HolderSnapshot snapshot, uint256 bit, uint256 amount)
    {
        snapshot = _snapshotOf(book, holder);
        uint256 shares = snapshot.sharesOf();
        if (shares == 0) revert DividendsNothingToClaim(id, holder);
        run = _startRun(id, book, snapshot.indexOf());
        bit = 1 << (snapshot.indexOf() & MARKS_MASK);
        if (run.ended & bit != 0) revert DividendsAlreadyPaid(id, holder);
        run.ended |= bit;
        amount = run.pool * shares / run.supply;
        if (_isHeld(run, bit)) _release(run, bit, amount);
        else run.accounted = shares;
    }

    /// @dev Sends a payout to the holder, or to the wallet that replaced it. False when it cannot be received now.
    function _deliver(Run memory run, address holder, HolderSnapshot snapshot, uint256 amount)
        private
        returns (bool)
    {
        if (snapshot.isReplaced()) return _deliverToSuccessor(run, holder, amount);
        return !snapshot.isFrozenNow() && _send(holder, amount);
    }

    function _deliverToSuccessor(Run memory run, address holder, uint256 amount) private returns (bool) {
        address successor = run.token.successorOf(holder);
        if (IPropertyToken(address(run.token)).isFrozen(successor)) return false;
        if (!_send(successor, amount)) return false;
        emit DividendRedirected(run.id, holder, successor);
        return true;
    }

    /// @dev USDC's `transfer`; false when it fails or says no. Nothing said is a yes: the token has code, or nothing could
    /// have been funded.
    function _send(address to, uint256 amount) private returns (bool sent) {
        if (amount == 0) return true;
        address token = address(USDC);
        assembly ("memory-safe") {
            let data := mload(0x40)
            mstore(data, TRANSFER)
            mstore(add(data, 0x04), to)
            mstore(add(data, 0x24), amount)
            // The answer overwrites the selector: what is not an answer is not read as one.
            sent := call(gas(), token, 0, data, 0x44, data, 0x20)
            sent := and(sent, or(eq(mload(data), 1), iszero(returndatasize())))
        }
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }
}
