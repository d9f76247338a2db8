// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {ICompliance} from "../interfaces/ICompliance.sol";
import {Limits, Locks, Standing, Terms, Window} from "./ComplianceWords.sol";

/// @dev A movement reads the first word, and what the rules it names need.
/// @custom:storage-location erc7201:freehold.storage.Compliance
struct ComplianceState {
    Terms terms;
    Limits limits;
    Locks locks;
    mapping(uint256 word => uint256 bits) countries;
    mapping(address identity => Standing) standings;
    mapping(address wallet => address identity) accountedTo;
    mapping(address identity => Checkpoints.Trace208) acquisitions;
    mapping(address identity => Window) windows;
    mapping(bytes32 transfer => uint256 left) approvals;
    mapping(address spender => bool) spenders;
    address[] modules;
}

interface IOwned {
    function owner() external view returns (address);
}

/// @dev Storage, and whose word counts.
abstract contract ComplianceStorage is ICompliance {
    // keccak256(abi.encode(uint256(keccak256("freehold.storage.Compliance")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant COMPLIANCE_STORAGE =
        0x2b2824b214d2e2c8fb2c3686f20cef6cbc4e7e944b262c89a8f7aec449098200;

    modifier onlyOwner() {
        if (msg.sender != owner()) revert ComplianceUnauthorized(msg.sender);
        _;
    }

    /// @inheritdoc ICompliance
    function owner() public view returns (address) {
        address bound = _state().terms.token();
        return bound == address(0) ? address(0) : IOwned(bound).owner();
    }

    /// @dev The terms, for the token only.
    function _termsForToken() internal view returns (Terms terms) {
        terms = _state().terms;
        if (msg.sender != terms.token()) revert ComplianceUnauthorized(msg.sender);
    }

    function _state() internal pure returns (ComplianceState storage $) {
        assembly ("memory-safe") {
            $.slot := COMPLIANCE_STORAGE
        }
    }
}
