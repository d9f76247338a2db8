// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {PropertyTokenDocuments} from "./PropertyTokenDocuments.sol";
import {PropertyTokenPreview} from "./PropertyTokenPreview.sol";
import {PropertyTokenRecovery} from "./PropertyTokenRecovery.sol";
import {PropertyTokenSettings} from "./PropertyTokenSettings.sol";
import {PropertyTokenSignedActs} from "./PropertyTokenSignedActs.sol";

/// @title PropertyTokenExtension
/// @notice The rarer acts of a property token, which do not fit into one contract with the frequent ones. Every token
/// runs this code on its own storage, see {PropertyTokenForwarding}; this contract itself has none.
contract PropertyTokenExtension is
    PropertyTokenSignedActs,
    PropertyTokenDocuments,
    PropertyTokenPreview,
    PropertyTokenRecovery,
    PropertyTokenSettings
{
    constructor() {
        _disableInitializers();
    }
}
