// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IdentityRegistry} from "../../../contracts/identity/IdentityRegistry.sol";
import {PropertyToken} from "../../../contracts/token/PropertyToken.sol";
import {Treasury} from "../../../contracts/treasury/Treasury.sol";

/// @dev Something a later version adds: a field in a namespace of its own, and functions for it.
abstract contract Noted {
    /// @custom:storage-location erc7201:freehold.test.Noted
    struct NotedStorage {
        uint256 note;
    }

    bytes32 private constant NOTED_STORAGE =
        keccak256(abi.encode(uint256(keccak256("freehold.test.Noted")) - 1)) & ~bytes32(uint256(0xff));

    function setNote(uint256 value) external {
        _noted().note = value;
    }

    function note() external view returns (uint256) {
        return _noted().note;
    }

    function _noted() private pure returns (NotedStorage storage $) {
        bytes32 slot = NOTED_STORAGE;
        assembly ("memory-safe") {
            $.slot := slot
        }
    }
}

contract PropertyTokenNext is PropertyToken, Noted {
    constructor(address snapshotter) PropertyToken(snapshotter) {}
}

contract IdentityRegistryNext is IdentityRegistry, Noted {}

contract TreasuryNext is Treasury, Noted {
    constructor(address usdc_) Treasury(usdc_) {}
}

/// @dev As a careless next version would have it: two fields of the treasury change places.
contract TreasurySwapped {
    /// @custom:storage-location erc7201:freehold.storage.Treasury
    struct TreasuryStorage {
        address factory;
        address dividends;
    }

    function proxiableUUID() external pure returns (bytes32) {
        return 0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc;
    }
}
