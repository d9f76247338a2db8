// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ComplianceRules, Leg, MovementKind} from "../../../contracts/interfaces/ICompliance.sol";
import {ComplianceHandler} from "./ComplianceHandler.sol";

/// @dev Positions where several wallets of one person, changes of identity and batches meet. Every movement is checked
/// against the model as well.
contract CompliancePositions is ComplianceHandler {
    address private immutable FIRST;
    address private immutable SECOND;
    address private immutable OTHER;
    address private immutable PERSON;

    constructor() {
        (FIRST, SECOND, OTHER) = (wallets[2], wallets[5], wallets[3]);
        PERSON = presentIdentity[FIRST];
        isTrue(PERSON == presentIdentity[SECOND], "two wallets of one person");
    }

    function testASecondWalletInABatchCountsTheFirstWithoutItsLaterLegs() public {
        _mint(FIRST, 7);
        _batchMint(_legs(SECOND, 5, FIRST, 11, OTHER, 1));
        _holds(PERSON, 23, 2);
        _burn(FIRST, 18);
        _burn(SECOND, 5);
        _holds(PERSON, 0, 1);
    }

    function testASecondWalletInABatchCountsAFirstThatIsTheSender() public {
        _mint(FIRST, 30);
        _transferAll(FIRST, _legs(OTHER, 4, SECOND, 5, OTHER, 6));
        _holds(PERSON, 20, 2);
    }

    function testASenderWhoGoesWithTheLastLegLeavesNothing() public {
        _mint(FIRST, 30);
        _transferAll(FIRST, _legs(OTHER, 10, wallets[4], 10, OTHER, 10));
        _holds(PERSON, 0, 2);
        _holds(presentIdentity[OTHER], 20, 2);
    }

    function testALegToTheSenderItselfIsPassedOver() public {
        _mint(FIRST, 30);
        _transferAll(FIRST, _legs(FIRST, 30, OTHER, 30, FIRST, 0));
        _holds(PERSON, 0, 1);
    }

    function testARepeatedReceiverOfABatchIsReconciledAtItsFirstLeg() public {
        _mint(SECOND, 3);
        _mint(FIRST, 5);
        presentIdentity[FIRST] = wallets[0];
        _mint(wallets[0], 1);
        _batchMint(_legs(FIRST, 2, wallets[0], 4, FIRST, 8));
        _holds(wallets[0], 20, 2);
        _holds(PERSON, 3, 2);
    }

    function testAWalletThatComesOverInABatchMeetsOneThatReceivesLater() public {
        _mint(OTHER, 50);
        _mint(FIRST, 5);
        _mint(wallets[0], 9);
        presentIdentity[FIRST] = wallets[0];
        _transferAll(OTHER, _legs(FIRST, 1, wallets[0], 2, FIRST, 3));
        _holds(wallets[0], 20, 2);
        presentIdentity[OTHER] = wallets[0];
        _transferAll(OTHER, _legs(SECOND, 4, FIRST, 5, wallets[0], 6));
        _holds(wallets[0], 60, 2);
    }

    function testASenderWhoComesOverInABatchJoinsTheReceiver() public {
        _mint(OTHER, 50);
        _mint(wallets[0], 9);
        presentIdentity[OTHER] = wallets[0];
        _transferAll(OTHER, _legs(wallets[0], 6, FIRST, 4, wallets[0], 5));
        _holds(wallets[0], 55, 2);
    }

    function testASumStaysOneUntilItReturnsToNothing() public {
        _mint(FIRST, 5);
        _mint(SECOND, 5);
        _burn(FIRST, 5);
        _holds(PERSON, 5, 1);
        _burn(SECOND, 2);
        _holds(PERSON, 3, 1);
        _burn(SECOND, 3);
        _holds(PERSON, 0, 0);
        _mint(SECOND, 4);
        _holds(PERSON, 4, 1);
    }

    function testRecoveryMovesAPositionFromWalletToWallet() public {
        _mint(FIRST, 5);
        _move(MovementKind.Recovery, FIRST, SECOND, 5, address(0));
        _holds(PERSON, 5, 1);
        _burn(SECOND, 1);
        _holds(PERSON, 4, 1);
    }

    function testBothSidesOfAMovementMayHaveChangedPlaces() public {
        _mint(FIRST, 10);
        _mint(OTHER, 20);
        (presentIdentity[FIRST], presentIdentity[OTHER]) = (presentIdentity[OTHER], PERSON);
        _move(MovementKind.Transfer, FIRST, OTHER, 4, address(0));
        _holds(PERSON, 24, 2);
        _holds(presentIdentity[FIRST], 6, 2);
    }

    /// @dev Pitfall 2: under identity-keyed sums a holder whose identity was changed could neither send nor be burned.
    function testPitfall2AChangeOfIdentityNeverBricksAHolder() public {
        _mint(FIRST, 10);
        _mint(SECOND, 10);
        address newPerson = address(0x77);
        identities.push(newPerson);
        presentIdentity[FIRST] = newPerson;
        _move(MovementKind.Transfer, FIRST, OTHER, 4, address(0));
        _holds(newPerson, 6, 3);
        presentIdentity[FIRST] = address(0);
        _move(MovementKind.Transfer, FIRST, OTHER, 1, address(0));
        _holds(newPerson, 5, 3);
        _burn(FIRST, 5);
        _holds(newPerson, 0, 2);
        _holds(PERSON, 10, 2);
    }

    function testReconcilingCountsAWalletAtOnceAndOnlyThen() public {
        _mint(FIRST, 10);
        presentIdentity[FIRST] = wallets[0];
        _holds(PERSON, 10, 1);
        compliance.reconcile(FIRST);
        modelReconcile(FIRST);
        _holds(PERSON, 0, 1);
        _holds(wallets[0], 10, 1);
        compliance.reconcile(FIRST);
        compliance.reconcile(SECOND);
        _holds(wallets[0], 10, 1);
    }

    /// @dev What may be locked goes along with a wallet, and no more than the wallet holds.
    function testALockGoesAlongWithAWalletThatChangesIdentity() public {
        ComplianceRules memory r = modelRules;
        r.lockupSeconds = 1 days;
        (modelRules, r.trackPositions) = (r, true);
        compliance.setRules(r);
        _mint(wallets[0], 40);
        cheats.warp(block.timestamp + 1 days);
        _mint(FIRST, 10);
        _mint(SECOND, 30);
        presentIdentity[FIRST] = wallets[0];
        compliance.reconcile(FIRST);
        modelReconcile(FIRST);
        equal(compliance.lockedOf(wallets[0]), 10, "what came over is locked");
        equal(compliance.freeOf(wallets[0]), 40, "what was free stays free");
        equal(compliance.lockedOf(PERSON), 30, "what stayed is locked");
        cheats.warp(block.timestamp + 1 days);
        equal(compliance.lockedOf(wallets[0]) + compliance.lockedOf(PERSON), 0, "until the lock-up ends");
    }

    function testATransferToOneselfIsNoMovement() public {
        ComplianceRules memory r = modelRules;
        (r.windowSeconds, r.windowLimit) = (1 days, 10);
        (modelRules, r.trackPositions) = (r, true);
        compliance.setRules(r);
        _mint(FIRST, 40);
        _move(MovementKind.Transfer, FIRST, FIRST, 40, address(0));
        _move(MovementKind.Transfer, FIRST, SECOND, 30, address(0));
        (uint256 spent,) = compliance.windowSpent(PERSON);
        equal(spent, 0, "nothing was sent to anybody else");
        _holds(PERSON, 40, 1);
    }

    /* ACTS */

    function _mint(address to, uint256 amount) private {
        _move(MovementKind.Mint, address(0), to, amount, address(0));
    }

    function _burn(address from, uint256 amount) private {
        _move(MovementKind.Burn, from, address(0), amount, address(0));
    }

    function _batchMint(Leg[] memory legs) private {
        uint256 refused = refusals;
        _moveAll(MovementKind.Mint, address(0), legs, address(0));
        equal(refusals, refused, "refused");
    }

    function _transferAll(address from, Leg[] memory legs) private {
        uint256 refused = refusals;
        _moveAll(MovementKind.Transfer, from, legs, address(0));
        equal(refusals, refused, "refused");
    }

    function _legs(address a, uint256 x, address b, uint256 y, address c, uint256 z)
        private
        pure
        returns (Leg[] memory legs)
    {
        legs = new Leg[](3);
        (legs[0].to, legs[0].amount) = (a, x);
        (legs[1].to, legs[1].amount) = (b, y);
        (legs[2].to, legs[2].amount) = (c, z);
    }

    function _holds(address identity, uint256 position, uint256 holders) private view {
        equal(compliance.positionOf(identity), position, "position");
        equal(compliance.holderCount(), holders, "holders");
        uint256 sum = 0;
        for (uint256 i = 0; i < identities.length; i++) {
            equal(compliance.positionOf(identities[i]), modelPosition(identities[i]), "position as the model has it");
            sum += modelPosition(identities[i]);
        }
        equal(sum, supply, "sum of positions");
    }
}
