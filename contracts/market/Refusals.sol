// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev Reasons against something. One list of conditions serves both an act, which reverts at the first reason, and
/// the view that tells them all: the two cannot drift apart.
struct Refusals {
    bool collecting;
    uint256 count;
    bytes[] reasons;
}

using {refuse, has, list} for Refusals global;

uint256 constant MOST_REASONS = 64;

/// @dev For an act: reverts at the first reason.
function refuseAtFirst() pure returns (Refusals memory refusals) {
    refusals.collecting = false;
}

/// @dev For a view: collects every reason.
function collectRefusals() pure returns (Refusals memory refusals) {
    refusals.collecting = true;
    refusals.reasons = new bytes[](MOST_REASONS);
}

/// @dev `reason` is an encoded error.
function refuse(Refusals memory self, bytes memory reason) pure {
    if (!self.collecting) {
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }
    self.reasons[self.count++] = reason;
}

function has(Refusals memory self, bytes memory reason) pure returns (bool) {
    for (uint256 i = 0; i < self.count; i++) {
        if (keccak256(self.reasons[i]) == keccak256(reason)) return true;
    }
    return false;
}

function list(Refusals memory self) pure returns (bytes[] memory reasons) {
    reasons = self.reasons;
    uint256 count = self.count;
    assembly ("memory-safe") {
        mstore(reasons, count)
    }
}
