// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Compliance} from "../../../contracts/compliance/Compliance.sol";
import {ComplianceRules, CountryMode, ICompliance, Leg, Movement} from "../../../contracts/interfaces/ICompliance.sol";
import {MovementKind} from "../../../contracts/interfaces/ICompliance.sol";
import {SwitchModule} from "../mocks/SwitchModule.sol";
import {ComplianceHandler} from "./ComplianceHandler.sol";

/// @dev What a compliance contract does for a token that knows ERC-3643 only and tells of a movement after it happened,
/// and what it does for one that binds and unbinds itself.
contract ComplianceToldLater is ComplianceHandler {
    address private constant ALICE = address(0x10000);
    address private constant BOB = address(0x10001);

    bool private _mute;

    function testToldLaterPositionsAndHoldersAreExact() public {
        _created(ALICE, 10);
        _stands(ALICE, 10, 1);
        _transferred(ALICE, BOB, 4);
        _stands(BOB, 4, 2);
        _transferred(ALICE, BOB, 6);
        _stands(ALICE, 0, 1);
        _destroyed(BOB, 10);
        _stands(BOB, 0, 0);
    }

    function testToldLaterATransferToOneselfIsNoMovement() public {
        _created(ALICE, 10);
        compliance.transferred(ALICE, ALICE, 10);
        _stands(ALICE, 10, 1);
    }

    function testToldLaterNothingIsJudgedAnyMore() public {
        ComplianceRules memory r;
        (r.maxBalance, r.maxHolders, r.accreditedOnly) = (5, 1, true);
        (r.windowSeconds, r.windowLimit) = (1 days, 3);
        compliance.setRules(r);
        _created(ALICE, 10);
        _transferred(ALICE, BOB, 9);
        _stands(BOB, 9, 2);
        (uint256 spent, uint256 until) = compliance.windowSpent(ALICE);
        equal(spent, 9, "what was sent counts, beyond the limit too");
        equal(until, block.timestamp + 1 days, "end of the window");
    }

    function testToldLaterAnApprovalIsUsedUpAndMayLack() public {
        ComplianceRules memory r;
        (r.approvalNeeded, r.trackPositions) = (true, true);
        compliance.setRules(r);
        compliance.approveTransfer(ALICE, BOB, 4);
        _created(ALICE, 10);
        _transferred(ALICE, BOB, 4);
        equal(compliance.transferApprovals(ALICE, BOB, 4), 0, "used up");
        _transferred(ALICE, BOB, 4);
        _stands(BOB, 8, 2);
    }

    function testToldLaterModulesHearOfIt() public {
        SwitchModule module = new SwitchModule();
        compliance.addModule(address(module));
        module.setRefuses(true);
        _created(ALICE, 10);
        _transferred(ALICE, BOB, 4);
        _destroyed(BOB, 4);
        equal(module.mints() * 100 + module.transfers() * 10 + module.burns(), 111, "each once");
    }

    function testABatchIsNotJudgedWhileModulesAreBound() public {
        compliance.addModule(address(new SwitchModule()));
        Movement memory common;
        common.kind = MovementKind.Mint;
        try compliance.checkAndApplyBatch(common, new Leg[](0)) {
            isTrue(false, "judged");
        } catch (bytes memory reason) {
            isTrue(bytes4(reason) == ICompliance.ComplianceBatchNotJudged.selector, "ComplianceBatchNotJudged");
        }
    }

    function testWithoutModulesNobodyNeedsToHear() public {
        Movement memory movement;
        compliance.applied(movement);
        SwitchModule module = new SwitchModule();
        compliance.addModule(address(module));
        compliance.applied(movement);
        equal(module.transfers(), 1, "heard once there is one");
    }

    function testOnlyItsTokenLetsItGoAndOnlyATokenBindsItself() public {
        try compliance.unbindToken(ALICE) {
            isTrue(false, "unbound another");
        } catch (bytes memory reason) {
            isTrue(bytes4(reason) == ICompliance.ComplianceTokenNotBound.selector, "ComplianceTokenNotBound");
        }
        compliance.unbindToken(address(this));
        isTrue(compliance.owner() == address(0), "nobody owns it then");
        isTrue(!compliance.isTokenBound(address(0)) && !compliance.isTokenBound(address(this)), "nothing is bound");
        try compliance.bindToken(ALICE) {
            isTrue(false, "bound another");
        } catch (bytes memory reason) {
            isTrue(bytes4(reason) == ICompliance.ComplianceUnauthorized.selector, "ComplianceUnauthorized");
        }
        compliance.bindToken(address(this));
        isTrue(compliance.isTokenBound(address(this)), "bound again");
        try compliance.bindToken(address(this)) {
            isTrue(false, "bound twice");
        } catch (bytes memory reason) {
            isTrue(bytes4(reason) == ICompliance.ComplianceTokenBound.selector, "ComplianceTokenBound");
        }
    }

    function testWithoutATokenNothingIsReconciledOrRefused() public {
        _created(ALICE, 10);
        presentIdentity[ALICE] = BOB;
        compliance.unbindToken(address(this));
        compliance.reconcile(ALICE);
        isTrue(compliance.canTransfer(ALICE, BOB, 0), "rules that ask a token have none to ask");
        compliance.bindToken(address(this));
        _stands(ALICE, 10, 1);
        compliance.reconcile(ALICE);
        _stands(BOB, 10, 1);
    }

    function testACloneBeginsWithATokenAndSoundRulesOnce() public {
        Compliance fresh = Compliance(Clones.clone(address(new Compliance())));
        ComplianceRules memory r;
        _refusesToBegin(fresh, address(0), r, ICompliance.ComplianceZeroAddress.selector);
        r.maxShareBps = 10_001;
        _refusesToBegin(fresh, address(this), r, ICompliance.ComplianceShareOutOfRange.selector);
        (r.maxShareBps, r.windowLimit) = (10_000, 1);
        _refusesToBegin(fresh, address(this), r, ICompliance.ComplianceWindowIncomplete.selector);
        (r.windowSeconds, r.countries) = (1, new uint16[](1));
        r.countries[0] = 1024;
        _refusesToBegin(fresh, address(this), r, ICompliance.ComplianceCountryOutOfRange.selector);
        r.countries[0] = 1023;
        fresh.initialize(address(this), r);
        isTrue(fresh.isTokenBound(address(this)) && fresh.rules().countries[0] == 1023, "begun");
        _refusesToBegin(fresh, address(this), r, ICompliance.ComplianceAlreadyInitialized.selector);
    }

    /// @dev Codes beyond the map are no country's: on no list, so refused by a list of the welcome only.
    function testACountryBeyondTheMapIsOnNoList() public {
        ComplianceRules memory r;
        (r.countryMode, r.countries, r.trackPositions) = (CountryMode.AllButListed, new uint16[](1), true);
        r.countries[0] = 250;
        (modelRules, countryOf[BOB]) = (r, 1024);
        compliance.setRules(r);
        _move(MovementKind.Mint, address(0), BOB, 10, address(0));
        _stands(BOB, 10, 1);
        r.countryMode = CountryMode.OnlyListed;
        modelRules = r;
        compliance.setRules(r);
        uint256 refused = refusals;
        _move(MovementKind.Mint, address(0), BOB, 10, address(0));
        equal(refusals, refused + 1, "refused");
    }

    function testFourIdentitiesMayMeetInOneMovement() public {
        _move(MovementKind.Mint, address(0), ALICE, 10, address(0));
        _move(MovementKind.Mint, address(0), BOB, 20, address(0));
        (presentIdentity[ALICE], presentIdentity[BOB]) = (_person(0), _person(1));
        _move(MovementKind.Transfer, ALICE, BOB, 4, address(0));
        _stands(ALICE, 0, 2);
        _stands(BOB, 0, 2);
        _stands(_person(0), 6, 2);
        _stands(_person(1), 24, 2);
    }

    /// @dev The longest lock-up reaches back before time began: everything ever acquired is locked.
    function testALockUpLongerThanTimeLocksAll() public {
        ComplianceRules memory r;
        r.lockupSeconds = type(uint32).max;
        modelRules = r;
        compliance.setRules(r);
        _created(ALICE, 10);
        cheats.warp(block.timestamp + 3650 days);
        equal(compliance.lockedOf(ALICE), 10, "locked");
        equal(compliance.freeFrom(ALICE, 1), block.timestamp - 3650 days + type(uint32).max, "for 136 years");
    }

    function testARegistryThatCannotSayDoesNotVouch() public {
        ComplianceRules memory r;
        r.accreditedOnly = true;
        compliance.setRules(r);
        accredited[BOB] = true;
        isTrue(compliance.canTransfer(address(0), BOB, 1), "the registry vouches");
        _mute = true;
        isTrue(!compliance.canTransfer(address(0), BOB, 1), "and must be able to");
    }

    function isAccredited(address wallet) external view override returns (bool) {
        isTrue(!_mute, "does not say");
        return accredited[wallet];
    }

    /* ACTS OF A TOKEN THAT TELLS LATER */

    function _created(address to, uint256 amount) private {
        (balances[to], supply) = (balances[to] + amount, supply + amount);
        compliance.created(to, amount);
    }

    function _transferred(address from, address to, uint256 amount) private {
        (balances[from], balances[to]) = (balances[from] - amount, balances[to] + amount);
        compliance.transferred(from, to, amount);
    }

    function _destroyed(address from, uint256 amount) private {
        (balances[from], supply) = (balances[from] - amount, supply - amount);
        compliance.destroyed(from, amount);
    }

    function _refusesToBegin(Compliance fresh, address token, ComplianceRules memory r, bytes4 why) private {
        try fresh.initialize(token, r) {
            isTrue(false, "begun");
        } catch (bytes memory reason) {
            equal(uint32(bytes4(reason)), uint32(why), "why it does not begin");
        }
    }

    function _stands(address identity, uint256 position, uint256 holders) private view {
        equal(compliance.positionOf(identity), position, "position");
        equal(compliance.holderCount(), holders, "holders");
    }
}
