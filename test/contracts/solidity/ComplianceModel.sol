// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {ComplianceRules, CountryMode, ICompliance, Movement, MovementKind} from
    "../../../contracts/interfaces/ICompliance.sol";
import {IERC3643Token} from "../../../contracts/interfaces/IERC3643Token.sol";

/// @dev What {ICompliance} promises, written for clarity: every wallet and every acquisition is looked at each time.
abstract contract ComplianceModel {
    struct Acquisition {
        uint256 moment;
        uint256 amount;
    }

    struct Spending {
        uint256 opened;
        uint256 spent;
    }

    ComplianceRules internal modelRules;
    address[] internal wallets;
    address[] internal identities;
    uint256 internal supply;
    uint256 internal constant CAP = 1_000 ether;
    mapping(address wallet => uint256) internal balances;
    mapping(address wallet => address) internal countedUnder;
    mapping(address wallet => address) internal presentIdentity;
    mapping(address wallet => uint16) internal countryOf;
    mapping(address wallet => bool) internal accredited;
    mapping(address identity => Acquisition[]) internal acquisitionsOf;
    mapping(address identity => Spending) internal spendingOf;
    mapping(bytes32 => uint256) internal approvalsOf;
    mapping(address => bool) internal vetted;

    function modelPosition(address identity) public view returns (uint256 position) {
        for (uint256 i = 0; i < wallets.length; i++) {
            if (countedUnder[wallets[i]] == identity) position += balances[wallets[i]];
        }
    }

    function modelHolders() public view returns (uint256 holders) {
        for (uint256 i = 0; i < identities.length; i++) {
            if (modelPosition(identities[i]) != 0) holders++;
        }
    }

    function modelLocked(address identity) public view returns (uint256 locked) {
        Acquisition[] storage acquired = acquisitionsOf[identity];
        for (uint256 i = 0; i < acquired.length; i++) {
            if (acquired[i].moment + modelRules.lockupSeconds > block.timestamp) locked += acquired[i].amount;
        }
        uint256 position = modelPosition(identity);
        if (locked > position) locked = position;
    }

    function modelSpent(address identity) public view returns (uint256) {
        Spending memory s = spendingOf[identity];
        return s.opened != 0 && block.timestamp < s.opened + modelRules.windowSeconds ? s.spent : 0;
    }

    function approvalKey(address from, address to, uint256 amount) internal pure returns (bytes32) {
        return keccak256(abi.encode(from, to, amount));
    }

    /// @dev A wallet that holds shares moves, with what may be locked, to its present identity.
    function modelReconcile(address wallet) internal {
        address present = presentIdentity[wallet];
        address counted = countedUnder[wallet];
        if (balances[wallet] == 0 || present == address(0) || present == counted) return;
        uint256 relocked = modelLocked(counted);
        if (relocked > balances[wallet]) relocked = balances[wallet];
        countedUnder[wallet] = present;
        if (modelRules.lockupSeconds != 0) acquisitionsOf[present].push(Acquisition(block.timestamp, relocked));
    }

    /// @dev Both wallets as they are counted at a movement.
    function modelPrepare(address from, address to) internal {
        if (from != address(0)) modelReconcile(from);
        if (to == address(0)) return;
        modelReconcile(to);
        if (balances[to] == 0) countedUnder[to] = presentIdentity[to] == address(0) ? to : presentIdentity[to];
    }

    function modelMove(MovementKind kind, address from, address to, uint256 amount) internal {
        if (amount == 0 || from == to) return;
        modelPrepare(from, to);
        address sender = from == address(0) ? address(0) : countedUnder[from];
        address receiver = to == address(0) ? address(0) : countedUnder[to];
        if (kind == MovementKind.Transfer) {
            bytes32 key = approvalKey(from, to, amount);
            if (modelRules.approvalNeeded && approvalsOf[key] != 0) approvalsOf[key]--;
            if (sender != receiver && modelRules.windowLimit != 0) {
                if (modelSpent(sender) == 0) spendingOf[sender] = Spending(block.timestamp, 0);
                spendingOf[sender].spent += amount;
            }
        }
        if (sender != receiver && receiver != address(0) && modelRules.lockupSeconds != 0) {
            acquisitionsOf[receiver].push(Acquisition(block.timestamp, amount));
        }
        if (from == address(0)) supply += amount;
        else balances[from] -= amount;
        if (to == address(0)) supply -= amount;
        else balances[to] += amount;
    }

    /// @dev Selector of the refusal, or zero. To be called on a state in which both wallets are prepared.
    function modelVerdict(Movement memory m) internal view returns (bytes4) {
        if (m.from == m.to || (m.kind != MovementKind.Transfer && m.kind != MovementKind.Mint)) return 0;
        ComplianceRules storage r = modelRules;
        bool transfer = m.kind == MovementKind.Transfer;
        if (transfer && block.timestamp < r.lockedUntil) return ICompliance.ComplianceLocked.selector;
        if (transfer && r.vettedSpendersOnly && m.spender != address(0) && !vetted[m.spender]) {
            return ICompliance.ComplianceSpenderNotVetted.selector;
        }
        if (r.countryMode != CountryMode.Any && _listed(countryOf[m.to]) != (r.countryMode == CountryMode.OnlyListed))
        {
            return ICompliance.ComplianceCountryNotAllowed.selector;
        }
        if (r.accreditedOnly && !accredited[m.to]) return ICompliance.ComplianceNotAccredited.selector;
        if (m.amount == 0) return 0;
        if (transfer && r.approvalNeeded && approvalsOf[approvalKey(m.from, m.to, m.amount)] == 0) {
            return ICompliance.ComplianceNotApproved.selector;
        }
        return _verdictByPosition(m, transfer);
    }

    function _verdictByPosition(Movement memory m, bool transfer) private view returns (bytes4) {
        ComplianceRules storage r = modelRules;
        address sender = m.from == address(0) ? address(0) : countedUnder[m.from];
        address receiver = countedUnder[m.to];
        if (sender == receiver) return 0;
        uint256 held = modelPosition(receiver);
        if (r.maxBalance != 0 && held + m.amount > r.maxBalance) {
            return ICompliance.ComplianceMaxBalanceExceeded.selector;
        }
        uint256 whole = transfer ? supply : CAP;
        if (r.maxShareBps != 0 && held + m.amount > whole * r.maxShareBps / 10_000) {
            return ICompliance.ComplianceMaxShareExceeded.selector;
        }
        bool joins = held == 0 && (!transfer || modelPosition(sender) != m.amount);
        if (r.maxHolders != 0 && joins && modelHolders() >= r.maxHolders) {
            return ICompliance.ComplianceMaxHoldersReached.selector;
        }
        if (!transfer) return 0;
        if (r.lockupSeconds != 0 && m.amount > modelPosition(sender) - modelLocked(sender)) {
            return ICompliance.ComplianceAcquisitionLocked.selector;
        }
        if (r.windowLimit != 0 && modelSpent(sender) + m.amount > r.windowLimit) {
            return ICompliance.ComplianceWindowExceeded.selector;
        }
        return 0;
    }

    function _listed(uint16 country) private view returns (bool) {
        for (uint256 i = 0; i < modelRules.countries.length; i++) {
            if (modelRules.countries[i] == country) return true;
        }
        return false;
    }
}
