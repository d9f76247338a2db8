// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev Asks many views in one call, so that a campaign can look at everything after every act. The question is, for each
/// view, the contract (20 bytes), the length of the call (2) and the call; the answer is, for each, one byte that says
/// whether it answered, the length of the answer (3) and the answer.
contract Reader {
    fallback() external {
        assembly ("memory-safe") {
            let start := mload(0x40)
            let output := start
            for { let input := 0 } lt(input, calldatasize()) {} {
                let to := shr(96, calldataload(input))
                let length := shr(240, calldataload(add(input, 20)))
                calldatacopy(output, add(input, 22), length)
                let answered := staticcall(gas(), to, output, length, 0, 0)
                let size := returndatasize()
                mstore(output, shl(224, or(shl(24, answered), size)))
                returndatacopy(add(output, 4), 0, size)
                output := add(output, add(4, size))
                input := add(input, add(22, length))
            }
            return(start, sub(output, start))
        }
    }
}
