// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {LedgerAnchor} from "../../../contracts/anchor/LedgerAnchor.sol";
import {ILedgerAnchor} from "../../../contracts/interfaces/ILedgerAnchor.sol";
import {Checks} from "./Cheats.sol";
import {LedgerAnchorHandler} from "./LedgerAnchorHandler.sol";

/// @dev What holds after every sequence of honest and dishonest anchors.
contract LedgerAnchorInvariants is Checks {
    LedgerAnchorHandler private _handler;
    LedgerAnchor private _anchor;

    function setUp() public {
        _handler = new LedgerAnchorHandler();
        _anchor = _handler.anchor();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev A campaign in which some kind of act never worked has shown nothing about it.
    function afterInvariant() public view {
        (uint256 kind, bool found) = _handler.idle();
        if (found) revert NotEqual("an act that never worked", kind, kind);
    }

    /// @dev Whoever replays what was anchored, in order, comes to the head, the size and the number on chain.
    function invariant_TheHeadIsTheReplayOfEverythingAnchored() public view {
        bytes32 head = 0;
        uint64 size = 0;
        for (uint256 i = 0; i < _handler.historyLength(); i++) {
            LedgerAnchorHandler.Claim memory claim = _handler.historyAt(i);
            bytes32 whole = keccak256(abi.encode(head, claim.sequence, claim.size, claim.root));
            equal(uint256(claim.previousHead), uint256(head), "each continues the one before");
            isTrue(claim.size > size, "the ledger grew");
            (head, size) = (bytes32(uint256(uint192(uint256(whole)))), claim.size);
        }
        (, uint64 newestSize, bytes32 newestHead) = _anchor.latest();
        equal(uint256(newestHead), uint256(head), "head");
        equal(newestSize, size, "size");
    }

    /// @dev Anchors are numbered from 1 without a gap.
    function invariant_NumbersHaveNoGap() public view {
        uint256 count = _handler.historyLength();
        for (uint256 i = 0; i < count; i++) {
            equal(_handler.historyAt(i).sequence, i + 1, "number");
        }
        (uint64 newest,,) = _anchor.latest();
        equal(newest, count, "newest");
    }

    /// @dev Every anchor ever taken is still proven by those since, and by nothing else said of it.
    function invariant_NothingIsRewritten() public view {
        uint256 count = _handler.historyLength();
        for (uint256 from = count % 5; from < count; from += 5) {
            ILedgerAnchor.AnchoredRoot[] memory roots = new ILedgerAnchor.AnchoredRoot[](count - from);
            for (uint256 i = from; i < count; i++) {
                LedgerAnchorHandler.Claim memory claim = _handler.historyAt(i);
                roots[i - from] = ILedgerAnchor.AnchoredRoot({size: claim.size, root: claim.root});
            }
            bytes32 past = _handler.historyAt(from).previousHead;
            isTrue(_anchor.isAnchored(uint64(from + 1), past, roots), "still anchored");
            roots[0].root = ~roots[0].root;
            isTrue(!_anchor.isAnchored(uint64(from + 1), past, roots), "as it was");
        }
    }
}
