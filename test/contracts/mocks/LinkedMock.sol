// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

library LinkedMath {
    function twice(uint256 value) external pure returns (uint256) {
        return value * 2;
    }
}

/// @dev A contract that calls a library deployed beside it.
contract LinkedMock {
    uint256 public immutable doubled;

    constructor(uint256 value) {
        doubled = LinkedMath.twice(value);
    }

    function quadrupled() external view returns (uint256) {
        return LinkedMath.twice(doubled);
    }
}
