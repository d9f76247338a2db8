// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {LedgerAnchor} from "../../../contracts/anchor/LedgerAnchor.sol";
import {ILedgerAnchor} from "../../../contracts/interfaces/ILedgerAnchor.sol";
import {Campaign} from "./Campaign.sol";
import {Checks} from "./Cheats.sol";

/// @dev Honest and dishonest anchors of two roles in any order, and what was anchored as a witness wrote it down.
contract LedgerAnchorHandler is Campaign, Checks {
    uint256 private constant KEY_A = 0xA11CE;
    uint256 private constant KEY_B = 0xB0B;

    struct Claim {
        uint64 sequence;
        uint64 size;
        bytes32 root;
        bytes32 previousHead;
    }

    LedgerAnchor public immutable anchor;
    Claim[] private _history;

    constructor() {
        anchor = new LedgerAnchor(cheats.addr(KEY_A), cheats.addr(KEY_B));
    }

    function _kinds() internal pure override returns (uint256) {
        return 8;
    }

    function _perform(uint256 kind, uint256 a, uint256 b, uint256 c) internal override returns (bool) {
        Claim memory next = _next(a, b);
        if (kind < 3) return _accept(next, kind);
        if (kind == 3) return _refuse(_outOfOrder(next, c), true, true);
        if (kind == 4) return _refuse(_shrunk(next, c), true, true);
        if (kind == 5) return _refuse(_foreign(next, c), true, true);
        if (kind == 6) return _refuse(next, c % 3 == 0, c % 3 == 1);
        return _history.length != 0 && _refuse(_history[c % _history.length], true, true);
    }

    function _prepare() internal override {
        _accept(_next(1, 1), 0);
    }

    /* ACTS */

    /// @dev Submitted by a stranger with both signatures, or by one role with the other's.
    function _accept(Claim memory claim, uint256 way) private returns (bool) {
        bytes memory a = way == 1 ? bytes("") : _sign(KEY_A, claim);
        bytes memory b = way == 2 ? bytes("") : _sign(KEY_B, claim);
        if (way != 0) cheats.prank(cheats.addr(way == 1 ? KEY_A : KEY_B));
        anchor.anchor(claim.sequence, claim.size, claim.root, claim.previousHead, a, b);
        _history.push(claim);
        return true;
    }

    function _refuse(Claim memory claim, bool byA, bool byB) private returns (bool) {
        bytes memory a = _sign(byA ? KEY_A : KEY_B, claim);
        bytes memory b = _sign(byB ? KEY_B : KEY_A, claim);
        (bool success,) = address(anchor).call(
            abi.encodeCall(
                ILedgerAnchor.anchor, (claim.sequence, claim.size, claim.root, claim.previousHead, a, b)
            )
        );
        isTrue(!success, "not refused");
        return true;
    }

    /* CLAIMS */

    /// @dev What may come next; now and then the ledger grows a lot.
    function _next(uint256 growth, uint256 root) private view returns (Claim memory claim) {
        (uint64 sequence, uint64 size, bytes32 head) = anchor.latest();
        uint256 by = growth % 16 == 0 ? between(growth, 1, 1 << 32) : between(growth, 1, 100);
        return Claim(sequence + 1, size + uint64(by), bytes32(root), head);
    }

    function _outOfOrder(Claim memory claim, uint256 seed) private pure returns (Claim memory) {
        uint64 wrong = uint64(seed % 4 == 0 ? seed : between(seed, 0, claim.sequence + 3));
        claim.sequence = wrong == claim.sequence ? wrong + 1 : wrong;
        return claim;
    }

    function _shrunk(Claim memory claim, uint256 seed) private view returns (Claim memory) {
        (, uint64 size,) = anchor.latest();
        claim.size = seed % 4 == 0 ? uint64(between(seed, 1 << 40, type(uint64).max)) : uint64(between(seed, 0, size));
        return claim;
    }

    /// @dev Another past: an older one, one with a bit changed, one with the bits a head never has.
    function _foreign(Claim memory claim, uint256 seed) private view returns (Claim memory) {
        if (seed % 3 == 0 && _history.length != 0) {
            claim.previousHead = _history[seed % _history.length].previousHead;
        } else {
            claim.previousHead ^= bytes32(1 << (seed % 3 == 1 ? seed % 192 : 192 + seed % 64));
        }
        return claim;
    }

    /* WHAT THE WORLD SEES */

    function historyLength() external view returns (uint256) {
        return _history.length;
    }

    function historyAt(uint256 index) external view returns (Claim memory) {
        return _history[index];
    }

    function _sign(uint256 key, Claim memory claim) private view returns (bytes memory) {
        bytes32 digest = anchor.anchorDigest(claim.sequence, claim.size, claim.root, claim.previousHead);
        (uint8 v, bytes32 r, bytes32 s) = cheats.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
