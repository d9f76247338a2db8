// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IDividends} from "../interfaces/IDividends.sol";
import {HolderSnapshot, ISnapshotToken} from "../interfaces/IPropertyToken.sol";

/// @dev What is kept of each dividend, in as few words as it takes, and the arithmetic on it.
abstract contract DividendBooks is IDividends {
    /// @dev 256 holders share a word of marks.
    uint256 internal constant MARKS_LOG2 = 8;
    uint256 internal constant MARKS_MASK = 255;

    /// @dev The first two words are written by `declare`; the third is opened by `fund`, so that the first holder who is
    /// paid does not bear its cost; the fourth is rarely needed. What is declared has a token and no `state` yet.
    ///
    /// Dust fits 40 bits: a dividend leaves less than one unit per holder, and a token has fewer than 2^24 holders and
    /// 2^16 record dates. Amounts fit 64 bits by MAX_AMOUNT, shares 104 bits as in the token.
    struct Book {
        address token;
        uint24 epoch;
        bytes8 statementTag;
        uint64 amount;
        uint40 carriedIn;
        uint104 supply;
        uint48 deadline;
        State state;
        uint8 everHeld;
        uint64 paid;
        uint64 settled;
        uint104 accounted;
        uint64 held;
        uint64 swept;
    }

    /// @inheritdoc IDividends
    mapping(address token => uint256) public carried;

    mapping(bytes32 id => Book) internal _books;

    /// @dev One bit per holder, at the dense index the token gave the wallet: set when the payout has ended, paid or
    /// settled elsewhere.
    mapping(bytes32 id => mapping(uint256 position => uint256)) private _ended;

    /// @dev Likewise, and rarely touched: set while a payout is held, and for good when it was settled elsewhere.
    mapping(bytes32 id => mapping(uint256 position => uint256)) private _marked;

    /// @dev A run over holders of one dividend: what is the same for all, the word of ended payouts it is at, and the sums
    /// of what it changed. Both are written to storage once.
    struct Run {
        uint256 ended;
        bytes32 id;
        ISnapshotToken token;
        uint256 pool;
        uint256 supply;
        uint256 position;
        uint256 everHeld;
        uint256 accounted;
        uint256 paid;
        uint256 settled;
        uint256 held;
        uint256 released;
    }

    /* VIEWS */

    /// @inheritdoc IDividends
    function entitlementOf(bytes32 id, address holder) external view returns (uint256) {
        Book storage book = _books[id];
        if (book.token == address(0)) return 0;
        return _pool(book) * ISnapshotToken(book.token).balanceAt(holder, book.epoch) / book.supply;
    }

    /// @inheritdoc IDividends
    function isPaid(bytes32 id, address holder) external view returns (bool) {
        return payoutStatus(id, holder) >= PayoutStatus.Paid;
    }

    /// @inheritdoc IDividends
    function payoutStatus(bytes32 id, address holder) public view returns (PayoutStatus) {
        Book storage book = _books[id];
        if (book.token == address(0)) return PayoutStatus.None;
        uint256 index = _snapshotOf(book, holder).indexOf();
        // A wallet that never had shares has no index.
        if (index == 0) return PayoutStatus.None;
        (uint256 position, uint256 bit) = (index >> MARKS_LOG2, 1 << (index & MARKS_MASK));
        bool marked = _marked[id][position] & bit != 0;
        if (_ended[id][position] & bit != 0) return marked ? PayoutStatus.Settled : PayoutStatus.Paid;
        return marked ? PayoutStatus.Held : PayoutStatus.None;
    }

    /// @inheritdoc IDividends
    function claimable(bytes32 id) external view returns (uint256) {
        Book storage book = _books[id];
        return book.state == State.Funded ? _rest(book) : 0;
    }

    /// @inheritdoc IDividends
    function dividend(bytes32 id) external view returns (Dividend memory) {
        Book memory book = _books[id];
        return Dividend({
            token: book.token,
            epoch: book.epoch,
            state: _stateOf(_books[id]),
            distributed: _isDistributed(_books[id]),
            deadline: uint40(book.deadline),
            amount: book.amount,
            carriedIn: book.carriedIn,
            supply: book.supply,
            paid: book.paid,
            settled: book.settled,
            accounted: book.accounted,
            held: book.held,
            carried: uint64(_carriedOn(_books[id])),
            swept: book.swept,
            statementTag: book.statementTag
        });
    }

    /* RUNS */

    /// @dev A run that begins at the word with the mark of holder number `index`.
    function _startRun(bytes32 id, Book storage book, uint256 index) internal view returns (Run memory run) {
        run.id = id;
        run.token = ISnapshotToken(book.token);
        run.pool = _pool(book);
        run.supply = book.supply;
        run.position = index >> MARKS_LOG2;
        run.ended = _ended[id][run.position];
        run.everHeld = book.everHeld;
    }

    /// @dev Goes on to another word of ended payouts.
    function _turnTo(Run memory run, uint256 position) internal {
        _ended[run.id][run.position] = run.ended;
        run.position = position;
        run.ended = _ended[run.id][position];
    }

    /// @dev Whether the payout at `bit` of the run's word is held. Where none ever was, nothing is read.
    function _isHeld(Run memory run, uint256 bit) internal view returns (bool) {
        return run.everHeld != 0 && _marked[run.id][run.position] & bit != 0;
    }

    function _hold(Run memory run, uint256 bit, uint256 amount) internal {
        run.everHeld = 1;
        run.held += amount;
        _marked[run.id][run.position] |= bit;
    }

    function _release(Run memory run, uint256 bit, uint256 amount) internal {
        run.released += amount;
        _marked[run.id][run.position] &= ~bit;
    }

    function _markSettled(Run memory run, uint256 bit, uint256 amount) internal {
        run.settled += amount;
        _marked[run.id][run.position] |= bit;
    }

    /// @dev Writes what the run changed and, when the last share is accounted for, gives the dust on.
    function _endRun(Run memory run, Book storage book) internal {
        _ended[run.id][run.position] = run.ended;
        // A token that says more than its supply could take other dividends' money. Up to it, what was paid, settled and
        // held together stays within the pool, and the casts cut nothing.
        uint256 accounted = book.accounted + run.accounted;
        if (accounted > run.supply) revert DividendsSharesExceedSupply(run.id);
        (book.paid, book.settled, book.accounted, book.everHeld) =
            (uint64(book.paid + run.paid), uint64(book.settled + run.settled), uint104(accounted), uint8(run.everHeld));
        if (run.held != run.released) book.held = uint64(book.held + run.held - run.released);
        if (run.accounted == 0 || accounted != run.supply) return;
        uint256 dust = _carriedOn(book);
        if (dust != 0) carried[book.token] += dust;
        emit DividendDistributed(run.id, book.paid, dust);
    }

    /* BOOKS */

    function _inState(bytes32 id, State state) internal view returns (Book storage book) {
        book = _books[id];
        State actual = _stateOf(book);
        if (actual != state) revert DividendsWrongState(id, actual);
    }

    function _stateOf(Book storage book) internal view returns (State state) {
        state = book.state;
        if (state == State.None && book.token != address(0)) return State.Declared;
    }

    function _pool(Book storage book) internal view returns (uint256) {
        return uint256(book.amount) + book.carriedIn;
    }

    /// @dev USDC of the dividend still in this contract on its account.
    function _rest(Book storage book) internal view returns (uint256) {
        return _isDistributed(book) ? book.held : _pool(book) - book.paid - book.settled;
    }

    /// @dev Dust given on to the next dividend of the token: what nobody is entitled to. From the moment at which every
    /// share is accounted for, paying or sweeping what is held does not change it.
    function _carriedOn(Book storage book) internal view returns (uint256) {
        if (!_isDistributed(book)) return 0;
        return _pool(book) - book.paid - book.settled - book.held - book.swept;
    }

    function _isDistributed(Book storage book) internal view returns (bool) {
        return book.supply != 0 && book.accounted == book.supply;
    }

    function _snapshotOf(Book storage book, address holder) internal view returns (HolderSnapshot) {
        address[] memory holders = new address[](1);
        holders[0] = holder;
        return ISnapshotToken(book.token).snapshotsOf(holders, book.epoch)[0];
    }

    /// @dev `snapshotsOf`, the list copied as it is instead of address by address. The token checks the addresses.
    function _snapshotsOf(address token, address[] calldata holders, uint24 epoch)
        internal
        view
        returns (HolderSnapshot[] memory snapshots)
    {
        bytes4 selector = ISnapshotToken.snapshotsOf.selector;
        assembly ("memory-safe") {
            // Arguments: where the list begins (0x40), the epoch, the list's length and elements.
            let list := shl(5, holders.length)
            let data := mload(0x40)
            mstore(data, selector)
            mstore(add(data, 0x04), 0x40)
            mstore(add(data, 0x24), epoch)
            mstore(add(data, 0x44), holders.length)
            calldatacopy(add(data, 0x64), holders.offset, list)
            if iszero(staticcall(gas(), token, data, add(list, 0x64), 0, 0)) {
                returndatacopy(data, 0, returndatasize())
                revert(data, returndatasize())
            }
            // The answer: where the list begins (0x20), its length and elements.
            snapshots := data
            returndatacopy(snapshots, 0x20, add(list, 0x20))
            mstore(0x40, add(add(snapshots, 0x20), list))
        }
        assert(snapshots.length == holders.length);
    }
}
