// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev A wallet asked by ERC-1271 that answers as it is told to, and calls what it is told to.
contract MockWallet {
    enum Mode {
        Refuses,
        Accepts,
        Reverts,
        BurnsGas,
        SaysOne
    }

    Mode private _mode;

    function setMode(Mode mode) external {
        _mode = mode;
    }

    function execute(address target, bytes calldata data) external {
        (bool success, bytes memory answer) = target.call(data);
        if (!success) {
            assembly {
                revert(add(answer, 0x20), mload(answer))
            }
        }
    }

    function isValidSignature(bytes32, bytes calldata) external view returns (bytes32) {
        Mode mode = _mode;
        if (mode == Mode.Reverts) revert("no");
        if (mode == Mode.BurnsGas) while (true) {}
        if (mode == Mode.SaysOne) return bytes32(uint256(1));
        return mode == Mode.Accepts ? bytes32(bytes4(0x1626ba7e)) : bytes32(0);
    }
}
