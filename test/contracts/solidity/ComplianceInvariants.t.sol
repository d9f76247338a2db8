// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Compliance} from "../../../contracts/compliance/Compliance.sol";
import {Checks} from "./Cheats.sol";
import {ComplianceHandler} from "./ComplianceHandler.sol";

/// @dev What holds after every sequence of movements, changes of identity and changes of rules.
contract ComplianceInvariants is Checks {
    ComplianceHandler private _handler;
    Compliance private _compliance;

    function setUp() public {
        _handler = new ComplianceHandler();
        _compliance = _handler.compliance();
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev Σ positions = supply, each position and the number of holders exact, and time kept as the model keeps it.
    /// hardhat-config: invariant.runs = 100
    /// hardhat-config: invariant.depth = 120
    function invariant_PositionsAreExact() public view {
        (address[] memory identities, uint256 supply) = _handler.worlds();
        uint256 sum = 0;
        for (uint256 i = 0; i < identities.length; i++) {
            uint256 position = _compliance.positionOf(identities[i]);
            sum += position;
            equal(position, _handler.modelPosition(identities[i]), "position");
            equal(_compliance.lockedOf(identities[i]), _handler.modelLocked(identities[i]), "locked");
            equal(_compliance.freeOf(identities[i]) + _compliance.lockedOf(identities[i]), position, "free");
            (uint256 spent,) = _compliance.windowSpent(identities[i]);
            equal(spent, _handler.modelSpent(identities[i]), "spent");
        }
        equal(sum, supply, "sum of positions");
        equal(_compliance.holderCount(), _handler.modelHolders(), "holders");
    }
}
