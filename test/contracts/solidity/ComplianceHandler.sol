// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";
import {Compliance} from "../../../contracts/compliance/Compliance.sol";
import {ComplianceRules, CountryMode, Leg, Movement, MovementKind} from
    "../../../contracts/interfaces/ICompliance.sol";
import {packParty, Party} from "../../../contracts/interfaces/Party.sol";
import {Checks} from "./Cheats.sol";
import {ComplianceModel} from "./ComplianceModel.sol";

/// @dev Token, registry and agents at once, around a real compliance contract: it moves shares in every way a token may
/// and asks the model each time what should come of it.
contract ComplianceHandler is ComplianceModel, Checks {
    uint256 private constant WALLETS = 6;
    uint256 private constant PERSONS = 3;

    Compliance public immutable compliance;
    uint256 public refusals;
    uint256 public movements;

    error Refused(bytes4 selector);
    error Undone(bytes reason);

    bool private _trying;

    /// @dev Keeps the fuzzer, which may take any sender, from calling what this contract calls to undo it.
    modifier onlyTrying() {
        if (_trying) _;
    }

    constructor() {
        cheats.warp(1_800_000_000);
        compliance = Compliance(Clones.clone(address(new Compliance())));
        ComplianceRules memory first;
        first.trackPositions = true;
        modelRules = first;
        compliance.initialize(address(this), first);
        for (uint256 i = 0; i < WALLETS; i++) {
            address wallet = address(uint160(0x10000 + i));
            wallets.push(wallet);
            identities.push(wallet);
            countryOf[wallet] = uint16(250 + i % 3);
            accredited[wallet] = i % 2 == 0;
            presentIdentity[wallet] = i < 2 ? wallet : _person(i);
        }
        for (uint256 i = 0; i < PERSONS; i++) {
            identities.push(_person(i));
        }
    }

    /* ACTS */

    function transfer(uint256 fromSeed, uint256 toSeed, uint256 amount, uint256 spender) external {
        address from = _holder(fromSeed);
        _move(MovementKind.Transfer, from, _wallet(toSeed), _part(from, amount), _spender(spender));
    }

    function mint(uint256 seed, uint256 amount) external {
        if (supply >= CAP) return;
        _move(MovementKind.Mint, address(0), _wallet(seed), between(amount, 0, (CAP - supply) / 4), address(0));
    }

    function burn(uint256 seed, uint256 amount) external {
        _move(MovementKind.Burn, _holder(seed), address(0), _part(_holder(seed), amount), address(0));
    }

    function seize(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _holder(fromSeed);
        if (from == _wallet(toSeed)) return;
        _move(MovementKind.Forced, from, _wallet(toSeed), _part(from, amount), address(0));
    }

    function recover(uint256 fromSeed, uint256 toSeed) external {
        (address from, address to) = (_holder(fromSeed), _wallet(toSeed));
        if (from == to || presentIdentity[from] == address(0)) return;
        presentIdentity[to] = presentIdentity[from];
        _move(MovementKind.Recovery, from, to, balances[from], address(0));
    }

    /// @dev Receivers repeat, and the sender may be among them.
    function batchTransfer(uint256 fromSeed, uint256 toSeed, uint256 amountSeed) external {
        address from = _holder(fromSeed);
        Leg[] memory legs = new Leg[](between(toSeed >> 200, 1, 5));
        uint256 left = balances[from];
        for (uint256 i = 0; i < legs.length; i++) {
            legs[i].to = _wallet(toSeed >> (i * 16));
            legs[i].amount = amountSeed % 5 == 0 && i + 1 == legs.length ? left : (amountSeed >> (i * 32)) % (left + 1);
            if (legs[i].to != from) left -= legs[i].amount;
        }
        _moveAll(MovementKind.Transfer, from, legs, _spender(amountSeed >> 160));
    }

    function batchMint(uint256 toSeed, uint256 amountSeed) external {
        if (supply >= CAP) return;
        Leg[] memory legs = new Leg[](between(toSeed >> 200, 1, 5));
        for (uint256 i = 0; i < legs.length; i++) {
            legs[i].to = _wallet(toSeed >> (i * 16));
            legs[i].amount = (amountSeed >> (i * 32)) % ((CAP - supply) / 5 + 1);
        }
        _moveAll(MovementKind.Mint, address(0), legs, address(0));
    }

    function changeIdentity(uint256 seed, uint256 person) external {
        presentIdentity[_wallet(seed)] = person % 4 == 0 ? _wallet(person >> 8) : _person(person);
    }

    function deleteIdentity(uint256 seed) external {
        presentIdentity[_wallet(seed)] = address(0);
    }

    function reconcile(uint256 seed) external {
        compliance.reconcile(_wallet(seed));
        modelReconcile(_wallet(seed));
    }

    function pass(uint256 time) external {
        cheats.warp(block.timestamp + between(time, 1, 3 days));
    }

    function approve(uint256 fromSeed, uint256 toSeed, uint256 amount) external {
        address from = _holder(fromSeed);
        amount = _part(from, amount);
        compliance.approveTransfer(from, _wallet(toSeed), amount);
        approvalsOf[approvalKey(from, _wallet(toSeed), amount)]++;
        _move(MovementKind.Transfer, from, _wallet(toSeed), amount, address(0));
    }

    function vet(uint256 seed, bool yes) external {
        compliance.setSpender(_spenderOf(seed), yes);
        vetted[_spenderOf(seed)] = yes;
    }

    /// @dev Any mixture, more often few rules than many.
    function setRules(uint256 which, uint256 sizes) external {
        ComplianceRules memory r;
        which &= which >> 16;
        r.countryMode = CountryMode(which & 1 == 0 ? 0 : 1 + (which >> 1) % 2);
        r.countries = new uint16[](2);
        (r.countries[0], r.countries[1]) = (250, uint16(251 + sizes % 2));
        if (which & 4 != 0) r.maxBalance = uint104(between(sizes, 10 ether, 400 ether));
        if (which & 8 != 0) r.maxShareBps = uint16(between(sizes >> 16, 500, 6_000));
        if (which & 16 != 0) r.maxHolders = uint32(between(sizes >> 32, 1, 5));
        if (which & 32 != 0) r.lockedUntil = uint40(block.timestamp + between(sizes >> 48, 0, 1 days));
        if (which & 64 != 0) r.lockupSeconds = uint32(between(sizes >> 64, 1, 5 days));
        if (which & 128 != 0) r.windowSeconds = uint32(between(sizes >> 80, 1, 4 days));
        if (which & 128 != 0) r.windowLimit = uint104(between(sizes >> 96, 1, 100 ether));
        r.accreditedOnly = which & 256 != 0;
        r.approvalNeeded = which & 512 != 0;
        r.vettedSpendersOnly = which & 1024 != 0;
        modelRules = r;
        compliance.setRules(r);
    }

    /* WHAT THE COMPLIANCE ASKS */

    function balanceOf(address wallet) external view returns (uint256) {
        return balances[wallet];
    }

    function totalSupply() external view returns (uint256) {
        return supply;
    }

    function maxSupply() external pure returns (uint256) {
        return CAP;
    }

    function owner() external view returns (address) {
        return address(this);
    }

    function isAgent(address agent) external view returns (bool) {
        return agent == address(this);
    }

    function identityRegistry() external view returns (address) {
        return address(this);
    }

    /// @dev Some are known to be accredited at once, the others on being asked.
    function isAccredited(address wallet) external view virtual returns (bool) {
        return accredited[wallet];
    }

    function parties(address from, address to) external view returns (Party, Party) {
        return (_party(from), _party(to));
    }

    function worlds() external view returns (address[] memory, uint256) {
        return (identities, supply);
    }

    /* MOVING */

    function _move(MovementKind kind, address from, address to, uint256 amount, address spender) internal {
        _trying = true;
        Movement memory m = _movement(kind, from, to, amount, spender);
        bytes memory reason = compliance.reasonAgainst(m);
        bytes4 expected = _verdict(m);
        equal(uint32(bytes4(reason)), uint32(expected), "reasonAgainst says what the model says");
        if (spender == address(0) && (kind == MovementKind.Transfer || kind == MovementKind.Mint)) {
            isTrue(compliance.canTransfer(from, to, amount) == (expected == 0), "canTransfer is truthful");
        }
        try compliance.checkAndApply(m) returns (bool tellAfter) {
            isTrue(expected == 0 && !tellAfter, "nothing is let through");
            modelMove(kind, from, to, amount);
            movements++;
        } catch (bytes memory refusal) {
            isTrue(reason.length != 0 && keccak256(refusal) == keccak256(reason), "it reverts with what it says");
            refusals++;
        }
        _trying = false;
    }

    /// @dev Asked in a call that is undone.
    function _verdict(Movement memory m) private returns (bytes4 selector) {
        try this.verdictOf(m) {}
        catch (bytes memory undone) {
            assembly ("memory-safe") {
                selector := mload(add(undone, 0x24))
            }
        }
    }

    function verdictOf(Movement calldata m) external onlyTrying {
        if (m.amount != 0 && m.from != m.to) modelPrepare(m.from, m.to);
        revert Refused(modelVerdict(m));
    }

    function _moveAll(MovementKind kind, address from, Leg[] memory legs, address spender) internal {
        Movement memory common = _movement(kind, from, from, 0, spender);
        (common.to, common.toParty, common.toBalance) = (address(0), Party.wrap(0), 0);
        bytes4 refusal;
        _trying = true;
        try this.attempt(common, legs) {
            movements++;
            _trying = false;
            return;
        } catch (bytes memory undone) {
            assembly ("memory-safe") {
                refusal := mload(add(undone, 0x24))
            }
            isTrue(bytes4(undone) == Refused.selector, "what the model allows is allowed");
        }
        try this.attemptAgainstTheModel(common, legs) {}
        catch (bytes memory undone) {
            bytes4 given;
            assembly ("memory-safe") {
                given := mload(add(undone, 0x64))
            }
            equal(uint32(given), uint32(refusal), "a batch is refused as its legs are one by one");
        }
        refusals++;
        _trying = false;
    }

    /// @dev Leg by leg in the model, then at once in the compliance contract.
    function attempt(Movement calldata common, Leg[] memory legs) external onlyTrying {
        for (uint256 i = 0; i < legs.length; i++) {
            Leg memory leg = legs[i];
            (leg.party, leg.toBalance) = (_party(leg.to), balances[leg.to]);
            Movement memory m = _movement(common.kind, common.from, leg.to, leg.amount, common.spender);
            if (m.amount != 0 && m.from != m.to) modelPrepare(m.from, m.to);
            bytes4 selector = modelVerdict(m);
            if (selector != 0) revert Refused(selector);
            modelMove(m.kind, m.from, m.to, m.amount);
        }
        compliance.checkAndApplyBatch(common, legs);
    }

    function attemptAgainstTheModel(Movement calldata common, Leg[] memory legs) external onlyTrying {
        for (uint256 i = 0; i < legs.length; i++) {
            Leg memory leg = legs[i];
            (leg.party, leg.toBalance) = (_party(leg.to), balances[leg.to]);
            if (common.from == address(0)) supply += leg.amount;
            else balances[common.from] -= leg.amount;
            balances[leg.to] += leg.amount;
        }
        try compliance.checkAndApplyBatch(common, legs) {
            revert Undone("");
        } catch (bytes memory refusal) {
            revert Undone(refusal);
        }
    }

    function _movement(MovementKind kind, address from, address to, uint256 amount, address spender)
        private
        view
        returns (Movement memory)
    {
        return Movement({
            kind: kind,
            spender: spender,
            from: from,
            to: to,
            amount: amount,
            fromParty: _party(from),
            toParty: _party(to),
            fromBalance: balances[from],
            toBalance: balances[to]
        });
    }

    function _party(address wallet) private view returns (Party) {
        if (wallet == address(0)) return Party.wrap(0);
        bool known = accredited[wallet] && uint160(wallet) % 4 == 0;
        return packParty(presentIdentity[wallet], countryOf[wallet], true, known);
    }

    function _wallet(uint256 seed) private view returns (address) {
        return wallets[seed % WALLETS];
    }

    /// @dev Somebody with shares, if anybody has any.
    function _holder(uint256 seed) private view returns (address wallet) {
        for (uint256 i = 0; i < WALLETS; i++) {
            wallet = _wallet(seed % WALLETS + i);
            if (balances[wallet] != 0) return wallet;
        }
    }

    function _person(uint256 seed) internal pure returns (address) {
        return address(uint160(0x90000 + seed % PERSONS));
    }

    function _spender(uint256 seed) private pure returns (address) {
        return seed % 3 == 0 ? address(0) : _spenderOf(seed);
    }

    function _spenderOf(uint256 seed) private pure returns (address) {
        return address(uint160(0xa0000 + seed % 2));
    }

    /// @dev Often everything, so that holders leave and come back.
    function _part(address holder, uint256 seed) private view returns (uint256) {
        uint256 balance = balances[holder];
        return seed % 3 == 0 ? balance : between(seed, 0, balance);
    }
}
