// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ComplianceState, ComplianceStorage} from "./ComplianceStorage.sol";
import {AMOUNT_MASK, HAS_LOCKUP, HAS_WINDOW, Limits, Terms, Window, windowOf} from "./ComplianceWords.sol";

/// @dev What an identity acquired and sent, and when: lock-ups and windows.
///
/// Acquisitions are a running total with one entry per moment of acquiring, looked up by binary search: dust sent to
/// somebody costs the sender and lengthens nothing that was there before. Locked is what was acquired within the
/// lock-up, but never more than the identity still holds: what is taken by force counts as taken from the free part
/// first. When a wallet changes its identity, so much of its shares as may be locked is acquired anew by the new one.
abstract contract ComplianceAcquisitions is ComplianceStorage {
    using Checkpoints for Checkpoints.Trace208;

    /// @dev Of `position` shares that `identity` holds, those that it acquired too recently to transfer.
    function _locked(address identity, uint256 position) internal view returns (uint256) {
        return Math.min(_acquiredLately(identity), position);
    }

    function _acquiredLately(address identity) internal view returns (uint256) {
        ComplianceState storage $ = _state();
        uint256 lockup = $.locks.lockupSeconds();
        Checkpoints.Trace208 storage acquired = $.acquisitions[identity];
        uint256 total = acquired.latest();
        if (total == 0 || lockup >= block.timestamp) return total;
        return total - acquired.upperLookupRecent(uint48(block.timestamp - lockup));
    }

    /// @dev Earliest moment at which `amount` of the `position` shares that `identity` holds are free.
    function _freeFrom(address identity, uint256 position, uint256 amount) internal view returns (uint256) {
        ComplianceState storage $ = _state();
        if (amount > position) return 0;
        Checkpoints.Trace208 storage acquired = $.acquisitions[identity];
        uint256 total = acquired.latest();
        uint256 lockup = $.locks.lockupSeconds();
        // Free at t are position - (total - acquired by t - lockup) shares: the first entry that makes them enough.
        if (amount == 0 || lockup == 0 || total + amount <= position) return block.timestamp;
        (uint256 low, uint256 high) = (0, acquired.length() - 1);
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (acquired.pos(uint32(middle))._value + position < total + amount) low = middle + 1;
            else high = middle;
        }
        return Math.max(block.timestamp, acquired.pos(uint32(low))._key + lockup);
    }

    function _acquire(address identity, uint256 amount) internal {
        if (amount == 0) return;
        Checkpoints.Trace208 storage acquired = _state().acquisitions[identity];
        uint256 total = Math.saturatingAdd(acquired.latest(), amount);
        acquired.push(uint48(block.timestamp), uint208(Math.min(total, type(uint208).max)));
    }

    /// @dev What `identity` sent in its open window, and when that ends; zero without an open one.
    function _windowSpent(address identity, Limits limits) internal view returns (uint256 spent, uint256 until) {
        Window window = _state().windows[identity];
        until = window.opened() + limits.windowSeconds();
        if (block.timestamp >= until) return (0, 0);
        return (window.spent(), until);
    }

    /// @dev For a token that tells afterwards, the amount may be beyond the limit and beyond any.
    function _spend(address identity, uint256 amount, Limits limits) internal {
        (uint256 spent, uint256 until) = _windowSpent(identity, limits);
        uint256 opened = until == 0 ? block.timestamp : until - limits.windowSeconds();
        spent = Math.min(Math.saturatingAdd(spent, amount), AMOUNT_MASK);
        _state().windows[identity] = windowOf(spent, opened);
    }

    /// @dev The refusal of sending `amount` of the `position` shares that `identity` holds, `relocked` of which it has just
    /// acquired anew.
    function _refusalByTime(
        Terms terms,
        address identity,
        uint256 amount,
        uint256 position,
        uint256 relocked
    ) internal view returns (bytes memory) {
        if (terms.has(HAS_LOCKUP)) {
            uint256 free = position - Math.min(_acquiredLately(identity) + relocked, position);
            if (amount > free) {
                return abi.encodeWithSelector(ComplianceAcquisitionLocked.selector, identity, free, amount);
            }
        }
        if (terms.has(HAS_WINDOW)) {
            Limits limits = _state().limits;
            (uint256 spent, uint256 until) = _windowSpent(identity, limits);
            uint256 left = Math.saturatingSub(limits.windowLimit(), spent);
            if (amount > left) {
                return abi.encodeWithSelector(ComplianceWindowExceeded.selector, identity, left, amount, until);
            }
        }
        return "";
    }
}
