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

/// @title Dividends
/// @notice See {IDividends}. Not upgradeable: what holders may claim depends on nobody's later decision.
contract Dividends is IDividends, AgentRole, Ownable, Guarded {
    using SafeERC20 for IUSDC;

    uint256 private constant STATUS_BITS = 2;
    uint256 private constant STATUS_MASK = 3;
    uint256 private constant STATUSES_PER_WORD_LOG2 = 7;

    /// @dev A trillion USDC: with any dust that could be carried in, a pool fits 64 bits.
    uint256 private constant MAX_AMOUNT = 10 ** 18;

    IUSDC private immutable USDC;

    /// @inheritdoc IDividends
    address public immutable treasury;

    /// @inheritdoc IDividends
    uint40 public immutable claimPeriod;

    /// @inheritdoc IDividends
    mapping(address token => uint256) public carried;

    mapping(bytes32 id => Dividend) private _dividends;

    /// @dev Two bits per holder, by the dense index the token gave the wallet: 128 neighbours share a slot.
    mapping(bytes32 id => mapping(uint256 position => uint256)) private _statuses;

    /// @dev Sums of one run over holders, and the word of statuses it is at; both written to storage once.
    struct Tally {
        uint256 accounted;
        uint256 paid;
        uint256 held;
        uint256 released;
        uint256 position;
        uint256 word;
    }

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
        Dividend storage d = _dividends[id];
        if (d.state != State.None) {
            if (d.token == token && d.amount == amount && d.statementHash == statementHash) return;
            revert DividendsIdTaken(id);
        }

        uint24 epoch = ISnapshotToken(token).raiseEpoch();
        uint256 supply = ISnapshotToken(token).supplyAt(epoch);
        if (supply == 0) revert DividendsNoSupply(token);
        uint256 carriedIn = carried[token];
        carried[token] = 0;
        d.token = token;
        d.epoch = epoch;
        d.state = State.Declared;
        d.deadline = uint40(block.timestamp) + claimPeriod;
        d.amount = uint64(amount);
        d.carriedIn = SafeCast.toUint64(carriedIn);
        d.supply = SafeCast.toUint104(supply);
        d.statementHash = statementHash;
        emit DividendDeclared(id, token, epoch, amount, carriedIn, supply, statementHash);
    }

    /// @inheritdoc IDividends
    function fund(bytes32 id) external nonReentrant {
        Dividend storage d = _inState(id, State.Declared);
        d.state = State.Funded;
        USDC.safeTransferFrom(msg.sender, address(this), d.amount);
        emit DividendFunded(id, msg.sender, d.amount);
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
        Dividend storage d = _inState(id, State.Declared);
        d.state = State.Funded;
        USDC.receiveWithAuthorization(from, address(this), d.amount, validAfter, validBefore, nonce, signature);
        emit DividendFunded(id, from, d.amount);
    }

    /// @inheritdoc IDividends
    function pay(bytes32 id, address[] calldata holders) external onlyAgent nonReentrant {
        Dividend storage d = _inState(id, State.Funded);
        ISnapshotToken token = ISnapshotToken(d.token);
        (uint256 pool, uint256 supply) = (_pool(d), d.supply);
        HolderSnapshot[] memory snapshots = token.snapshotsOf(holders, d.epoch);
        mapping(uint256 position => uint256) storage statuses = _statuses[id];
        Tally memory tally;
        tally.word = statuses[0];
        for (uint256 i = 0; i < snapshots.length; i++) {
            HolderSnapshot snapshot = snapshots[i];
            uint256 shares = snapshot.sharesOf();
            if (shares == 0) continue;
            uint256 position = snapshot.indexOf() >> STATUSES_PER_WORD_LOG2;
            if (position != tally.position) {
                statuses[tally.position] = tally.word;
                (tally.position, tally.word) = (position, statuses[position]);
            }
            _push(id, token, holders[i], snapshot, pool * shares / supply, tally);
        }
        statuses[tally.position] = tally.word;
        _record(id, d, tally);
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
        Dividend storage d = _inState(id, State.Funded);
        (HolderSnapshot snapshot, uint256 amount) = _open(id, d, holder);
        Tally memory tally = _closePayout(id, snapshot, amount, PayoutStatus.Settled);
        tally.paid = 0;
        d.settled += uint64(amount);
        emit DividendSettled(id, holder, amount, ref);
        _record(id, d, tally);
        USDC.safeTransfer(treasury, amount);
    }

    /// @inheritdoc IDividends
    function sweep(bytes32 id) external onlyAgent nonReentrant {
        Dividend storage d = _inState(id, State.Funded);
        if (block.timestamp <= d.deadline) revert DividendsBeforeDeadline(id, d.deadline);
        uint256 rest = _rest(d);
        d.state = State.Swept;
        d.swept = uint64(rest);
        d.held = 0;
        USDC.safeTransfer(treasury, rest);
        emit DividendSwept(id, rest);
    }

    /// @inheritdoc IDividends
    function cancel(bytes32 id) external onlyAgent {
        Dividend storage d = _inState(id, State.Declared);
        d.state = State.Cancelled;
        carried[d.token] += d.carriedIn;
        emit DividendCancelled(id);
    }

    /* VIEWS */

    /// @inheritdoc IDividends
    function entitlementOf(bytes32 id, address holder) external view returns (uint256) {
        Dividend storage d = _dividends[id];
        if (d.state == State.None) return 0;
        return _pool(d) * ISnapshotToken(d.token).balanceAt(holder, d.epoch) / d.supply;
    }

    /// @inheritdoc IDividends
    function isPaid(bytes32 id, address holder) external view returns (bool) {
        return payoutStatus(id, holder) >= PayoutStatus.Paid;
    }

    /// @inheritdoc IDividends
    function payoutStatus(bytes32 id, address holder) public view returns (PayoutStatus) {
        Dividend storage d = _dividends[id];
        if (d.state == State.None) return PayoutStatus.None;
        HolderSnapshot snapshot = _snapshot(d, holder);
        return snapshot.indexOf() == 0 ? PayoutStatus.None : _status(id, snapshot.indexOf());
    }

    /// @inheritdoc IDividends
    function claimable(bytes32 id) external view returns (uint256) {
        Dividend storage d = _dividends[id];
        return d.state == State.Funded ? _rest(d) : 0;
    }

    /// @inheritdoc IDividends
    function dividend(bytes32 id) external view returns (Dividend memory) {
        return _dividends[id];
    }

    /// @inheritdoc IDividends
    function usdc() external view returns (address) {
        return address(USDC);
    }

    /* INTERNAL */

    /// @dev Pays one holder of a batch, or holds his part; adds what that changes to the tally.
    function _push(
        bytes32 id,
        ISnapshotToken token,
        address holder,
        HolderSnapshot snapshot,
        uint256 amount,
        Tally memory tally
    ) private {
        uint256 shift = _shift(snapshot.indexOf());
        uint256 status = (tally.word >> shift) & STATUS_MASK;
        if (status >= uint256(PayoutStatus.Paid)) return;
        bool held = status == uint256(PayoutStatus.Held);
        if (!held) tally.accounted += snapshot.sharesOf();
        if (_deliver(id, token, holder, snapshot, amount)) {
            tally.word = _withStatus(tally.word, shift, PayoutStatus.Paid);
            tally.paid += amount;
            if (held) tally.released += amount;
            emit DividendPaid(id, holder, amount);
        } else if (!held) {
            tally.word = _withStatus(tally.word, shift, PayoutStatus.Held);
            tally.held += amount;
            emit DividendHeld(id, holder, amount);
        }
    }

    function _claim(bytes32 id, address holder) private {
        Dividend storage d = _inState(id, State.Funded);
        (HolderSnapshot snapshot, uint256 amount) = _open(id, d, holder);
        Tally memory tally = _closePayout(id, snapshot, amount, PayoutStatus.Paid);
        if (!_deliver(id, ISnapshotToken(d.token), holder, snapshot, amount)) {
            if (snapshot.isFrozenNow()) revert DividendsHolderFrozen(holder);
            revert DividendsPayoutRefused(id, holder);
        }
        emit DividendPaid(id, holder, amount);
        _record(id, d, tally);
    }

    /// @dev The holder's open payout; reverts when there is none.
    function _open(bytes32 id, Dividend storage d, address holder)
        private
        view
        returns (HolderSnapshot snapshot, uint256 amount)
    {
        snapshot = _snapshot(d, holder);
        if (snapshot.sharesOf() == 0) revert DividendsNothingToClaim(id, holder);
        if (_status(id, snapshot.indexOf()) >= PayoutStatus.Paid) revert DividendsAlreadyPaid(id, holder);
        amount = _pool(d) * snapshot.sharesOf() / d.supply;
    }

    /// @dev Marks an open payout as ended; the tally says what that changes.
    function _closePayout(
        bytes32 id,
        HolderSnapshot snapshot,
        uint256 amount,
        PayoutStatus ending
    ) private returns (Tally memory tally) {
        if (_status(id, snapshot.indexOf()) == PayoutStatus.Held) tally.released = amount;
        else tally.accounted = snapshot.sharesOf();
        tally.paid = amount;
        _setStatus(id, snapshot.indexOf(), ending);
    }

    /// @dev Sends a payout to the holder, or to the wallet that replaced it. False when it cannot be received now.
    function _deliver(
        bytes32 id,
        ISnapshotToken token,
        address holder,
        HolderSnapshot snapshot,
        uint256 amount
    ) private returns (bool) {
        if (snapshot.isReplaced()) return _deliverToSuccessor(id, token, holder, amount);
        return !snapshot.isFrozenNow() && (amount == 0 || USDC.trySafeTransfer(holder, amount));
    }

    function _deliverToSuccessor(bytes32 id, ISnapshotToken token, address holder, uint256 amount)
        private
        returns (bool)
    {
        address successor = token.successorOf(holder);
        if (IPropertyToken(address(token)).isFrozen(successor)) return false;
        if (amount != 0 && !USDC.trySafeTransfer(successor, amount)) return false;
        emit DividendRedirected(id, holder, successor);
        return true;
    }

    /// @dev Writes the sums and, when the last share is accounted for, gives the dust on.
    function _record(bytes32 id, Dividend storage d, Tally memory tally) private {
        // All sums stay below the pool, and shares below the supply: the casts cannot cut.
        d.paid += uint64(tally.paid);
        if (tally.held != tally.released) d.held = uint64(d.held + tally.held - tally.released);
        if (tally.accounted == 0) return;
        d.accounted += uint104(tally.accounted);
        if (d.accounted != d.supply) return;
        d.distributed = true;
        uint256 dust = _rest(d) - d.held;
        d.carried = uint64(dust);
        carried[d.token] += dust;
        emit DividendDistributed(id, d.paid, dust);
    }

    function _inState(bytes32 id, State state) private view returns (Dividend storage d) {
        d = _dividends[id];
        if (d.state != state) revert DividendsWrongState(id, d.state);
    }

    function _snapshot(Dividend storage d, address holder)
        private
        view
        returns (HolderSnapshot)
    {
        address[] memory holders = new address[](1);
        holders[0] = holder;
        return ISnapshotToken(d.token).snapshotsOf(holders, d.epoch)[0];
    }

    function _pool(Dividend storage d) private view returns (uint256) {
        return uint256(d.amount) + d.carriedIn;
    }

    /// @dev USDC of the dividend still in this contract on its account.
    function _rest(Dividend storage d) private view returns (uint256) {
        return _pool(d) - d.paid - d.settled - d.carried;
    }

    function _status(bytes32 id, uint256 index) private view returns (PayoutStatus) {
        uint256 word = _statuses[id][index >> STATUSES_PER_WORD_LOG2];
        return PayoutStatus((word >> _shift(index)) & STATUS_MASK);
    }

    function _setStatus(bytes32 id, uint256 index, PayoutStatus status) private {
        uint256 position = index >> STATUSES_PER_WORD_LOG2;
        _statuses[id][position] = _withStatus(_statuses[id][position], _shift(index), status);
    }

    function _withStatus(uint256 word, uint256 shift, PayoutStatus status) private pure returns (uint256) {
        return (word & ~(STATUS_MASK << shift)) | (uint256(status) << shift);
    }

    function _shift(uint256 index) private pure returns (uint256) {
        return (index & ((1 << STATUSES_PER_WORD_LOG2) - 1)) * STATUS_BITS;
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }
}
