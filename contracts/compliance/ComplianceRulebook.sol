// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "../interfaces/IAgentRole.sol";
import {ComplianceRules, CountryMode, ICompliance, Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {CompliancePositions, Sides} from "./CompliancePositions.sol";
import {ComplianceState} from "./ComplianceStorage.sol";
import {
    COUNTRY_MODE_SHIFT,
    HAS_ACCREDITATION,
    HAS_APPROVALS,
    HAS_LOCK_DATE,
    HAS_LOCKUP,
    HAS_MAX_BALANCE,
    HAS_MAX_SHARE,
    HAS_MODULES,
    HAS_SPENDERS,
    HAS_WINDOW,
    HOLDERS_SHIFT,
    INITIALIZED,
    Limits,
    Locks,
    LOCKUP_SHIFT,
    MAX_HOLDERS_SHIFT,
    MAX_SHARE_SHIFT,
    Terms,
    TRACKED,
    WINDOW_LIMIT_SHIFT,
    WINDOW_SECONDS_SHIFT
} from "./ComplianceWords.sol";

interface ICappedToken {
    function maxSupply() external view returns (uint256);
}

/// @dev The built-in rules: how they are set and read, and whom they refuse.
abstract contract ComplianceRulebook is CompliancePositions {
    uint16 internal constant COUNTRY_LIMIT = 1024;
    uint16 private constant WHOLE = 10_000;

    modifier onlyAgent() {
        if (!IAgentRole(_state().terms.token()).isAgent(msg.sender)) revert ComplianceUnauthorized(msg.sender);
        _;
    }

    /* SETTING */

    /// @inheritdoc ICompliance
    function setRules(ComplianceRules calldata rules_) external onlyOwner {
        ComplianceState storage $ = _state();
        Terms terms = $.terms;
        bool tracked = terms.has(TRACKED);
        if (!tracked && _needsPositions(rules_) && IERC3643Token(terms.token()).totalSupply() != 0) {
            revert CompliancePositionsNotTracked();
        }
        for (uint256 word = 0; word < COUNTRY_LIMIT / 256; word++) {
            delete $.countries[word];
        }
        ($.limits, $.locks) = (Limits.wrap(0), Locks.wrap(0));
        _setRules(terms, rules_, tracked);
    }

    /// @inheritdoc ICompliance
    function approveTransfer(address from, address to, uint256 amount) external onlyAgent {
        _state().approvals[_transferKey(from, to, amount)]++;
        emit TransferApproved(from, to, amount, msg.sender);
    }

    /// @inheritdoc ICompliance
    function revokeTransferApproval(address from, address to, uint256 amount) external onlyAgent {
        if (!_useApproval(from, to, amount)) revert ComplianceNotApproved(from, to, amount);
        emit TransferApprovalRevoked(from, to, amount, msg.sender);
    }

    /// @inheritdoc ICompliance
    function setSpender(address spender, bool vetted) external onlyOwner {
        if (spender == address(0)) revert ComplianceZeroAddress();
        _state().spenders[spender] = vetted;
        emit SpenderSet(spender, vetted);
    }

    /// @dev Keeps what the terms say besides the rules: token, holders, modules. What is zero is not written: it is zero.
    function _setRules(Terms terms, ComplianceRules calldata rules_, bool tracked) internal {
        ComplianceState storage $ = _state();
        if (rules_.maxShareBps > WHOLE) revert ComplianceShareOutOfRange(rules_.maxShareBps);
        if ((rules_.windowSeconds == 0) != (rules_.windowLimit == 0)) {
            revert ComplianceWindowIncomplete(rules_.windowSeconds, rules_.windowLimit);
        }
        $.terms = _termsOf(terms, rules_, tracked);
        _setLimits(rules_);
        for (uint256 i = 0; i < rules_.countries.length; i++) {
            uint16 country = rules_.countries[i];
            if (country >= COUNTRY_LIMIT) revert ComplianceCountryOutOfRange(country);
            $.countries[country >> 8] |= 1 << (country & 0xff);
        }
        emit RulesSet(rules_);
    }

    function _termsOf(Terms terms, ComplianceRules calldata rules_, bool tracked) private pure returns (Terms) {
        terms = Terms.wrap(
            uint160(terms.token()) | INITIALIZED | (terms.has(HAS_MODULES) ? HAS_MODULES : 0)
                | (uint256(terms.holders()) << HOLDERS_SHIFT) | (uint256(rules_.maxHolders) << MAX_HOLDERS_SHIFT)
                | (uint256(rules_.countryMode) << COUNTRY_MODE_SHIFT)
        );
        terms = terms.with(TRACKED, tracked || _needsPositions(rules_)).with(HAS_MAX_BALANCE, rules_.maxBalance != 0);
        terms = terms.with(HAS_LOCK_DATE, rules_.lockedUntil != 0).with(HAS_SPENDERS, rules_.vettedSpendersOnly);
        terms = terms.with(HAS_ACCREDITATION, rules_.accreditedOnly).with(HAS_APPROVALS, rules_.approvalNeeded);
        terms = terms.with(HAS_LOCKUP, rules_.lockupSeconds != 0).with(HAS_WINDOW, rules_.windowLimit != 0);
        return terms.with(HAS_MAX_SHARE, rules_.maxShareBps != 0);
    }

    function _setLimits(ComplianceRules calldata rules_) private {
        ComplianceState storage $ = _state();
        uint256 limits = rules_.maxBalance | (uint256(rules_.windowLimit) << WINDOW_LIMIT_SHIFT)
            | (uint256(rules_.windowSeconds) << WINDOW_SECONDS_SHIFT) | (uint256(rules_.maxShareBps) << MAX_SHARE_SHIFT);
        uint256 locks = rules_.lockedUntil | (uint256(rules_.lockupSeconds) << LOCKUP_SHIFT);
        if (limits != 0) $.limits = Limits.wrap(limits);
        if (locks != 0) $.locks = Locks.wrap(locks);
    }

    function _needsPositions(ComplianceRules calldata rules_) private pure returns (bool) {
        return rules_.trackPositions || rules_.maxBalance != 0 || rules_.maxHolders != 0 || rules_.maxShareBps != 0
            || rules_.lockupSeconds != 0 || rules_.windowLimit != 0;
    }

    /* READING */

    /// @inheritdoc ICompliance
    function rules() external view returns (ComplianceRules memory rules_) {
        ComplianceState storage $ = _state();
        (Terms terms, Limits limits) = ($.terms, $.limits);
        rules_.countryMode = terms.countryMode();
        rules_.countries = _countries();
        rules_.maxBalance = limits.maxBalance();
        rules_.maxShareBps = limits.maxShareBps();
        rules_.maxHolders = terms.maxHolders();
        rules_.lockedUntil = $.locks.lockedUntil();
        rules_.lockupSeconds = $.locks.lockupSeconds();
        rules_.windowSeconds = limits.windowSeconds();
        rules_.windowLimit = limits.windowLimit();
        rules_.accreditedOnly = terms.has(HAS_ACCREDITATION);
        rules_.approvalNeeded = terms.has(HAS_APPROVALS);
        rules_.vettedSpendersOnly = terms.has(HAS_SPENDERS);
        rules_.trackPositions = terms.has(TRACKED);
    }

    /// @inheritdoc ICompliance
    function windowSpent(address identity) external view returns (uint256 spent, uint256 until) {
        return _windowSpent(identity, _state().limits);
    }

    /// @inheritdoc ICompliance
    function transferApprovals(address from, address to, uint256 amount) external view returns (uint256) {
        return _state().approvals[_transferKey(from, to, amount)];
    }

    /// @inheritdoc ICompliance
    function isSpender(address spender) external view returns (bool) {
        return _state().spenders[spender];
    }

    function _countries() private view returns (uint16[] memory listed) {
        listed = new uint16[](COUNTRY_LIMIT);
        uint256 count = 0;
        for (uint16 country = 0; country < COUNTRY_LIMIT; country++) {
            if (_isListed(country)) listed[count++] = country;
        }
        assembly ("memory-safe") {
            mstore(listed, count)
        }
    }

    /* JUDGING */

    /// @dev By who is concerned: the refusal, or nothing.
    function _refusalByParty(Movement memory m, Terms terms) internal view returns (bytes memory) {
        if (m.kind == MovementKind.Transfer) {
            uint40 until = terms.has(HAS_LOCK_DATE) ? _state().locks.lockedUntil() : 0;
            if (block.timestamp < until) return abi.encodeWithSelector(ComplianceLocked.selector, until);
            if (terms.has(HAS_SPENDERS) && m.spender != address(0) && !_state().spenders[m.spender]) {
                return abi.encodeWithSelector(ComplianceSpenderNotVetted.selector, m.spender);
            }
        }
        CountryMode mode = terms.countryMode();
        if (mode != CountryMode.Any && _isListed(m.toParty.countryOf()) != (mode == CountryMode.OnlyListed)) {
            return abi.encodeWithSelector(ComplianceCountryNotAllowed.selector, m.toParty.countryOf());
        }
        if (terms.has(HAS_ACCREDITATION) && !m.toParty.isAccredited() && !_isAccredited(terms, m.to)) {
            return abi.encodeWithSelector(ComplianceNotAccredited.selector, m.to);
        }
        if (_needsApproval(m, terms) && _state().approvals[_transferKey(m.from, m.to, m.amount)] == 0) {
            return abi.encodeWithSelector(ComplianceNotApproved.selector, m.from, m.to, m.amount);
        }
        return "";
    }

    /// @dev By who holds how much: the refusal, or nothing. An identity may always move shares between its wallets.
    function _refusalByPosition(Movement memory m, Terms terms, Sides memory s)
        internal
        view
        returns (bytes memory reason)
    {
        if (s.from == s.to) return "";
        reason = _refusalByLimits(m, terms, s);
        if (reason.length == 0 && m.kind == MovementKind.Transfer && terms.has(HAS_LOCKUP | HAS_WINDOW)) {
            uint256 relocked = s.arrivals.length == 0 ? 0 : s.arrivals[0].relocked;
            reason = _refusalByTime(terms, s.from, m.amount, s.fromPosition, relocked);
        }
    }

    function _refusalByLimits(Movement memory m, Terms terms, Sides memory s) private view returns (bytes memory) {
        uint256 balance = s.toPosition + m.amount;
        if (terms.has(HAS_MAX_BALANCE)) {
            uint256 most = _state().limits.maxBalance();
            if (balance > most) {
                return abi.encodeWithSelector(ComplianceMaxBalanceExceeded.selector, s.to, balance, most);
            }
        }
        if (terms.has(HAS_MAX_SHARE)) {
            uint256 most = _supplyToShare(m, terms) * _state().limits.maxShareBps() / WHOLE;
            if (balance > most) {
                return abi.encodeWithSelector(ComplianceMaxShareExceeded.selector, s.to, balance, most);
            }
        }
        uint256 mostHolders = terms.maxHolders();
        bool joins = s.toPosition == 0 && s.fromPosition != m.amount;
        if (joins && mostHolders != 0 && s.holders >= mostHolders) {
            return abi.encodeWithSelector(ComplianceMaxHoldersReached.selector, mostHolders);
        }
        return "";
    }

    /// @dev While shares are being issued the first holders would be above any part of what exists: all that may ever
    /// exist counts then.
    function _supplyToShare(Movement memory m, Terms terms) private view returns (uint256) {
        if (m.kind == MovementKind.Mint) return ICappedToken(terms.token()).maxSupply();
        return IERC3643Token(terms.token()).totalSupply();
    }

    /// @dev A registry that cannot say does not vouch.
    function _isAccredited(Terms terms, address wallet) private view returns (bool) {
        address registry = IERC3643Token(terms.token()).identityRegistry();
        try IIdentityRegistry(registry).isAccredited(wallet) returns (bool accredited) {
            return accredited;
        } catch {
            return false;
        }
    }

    /// @dev What moves nothing needs no approval.
    function _needsApproval(Movement memory m, Terms terms) internal pure returns (bool) {
        return terms.has(HAS_APPROVALS) && m.kind == MovementKind.Transfer && m.amount != 0;
    }

    function _useApproval(address from, address to, uint256 amount) internal returns (bool) {
        mapping(bytes32 => uint256) storage approvals = _state().approvals;
        bytes32 transfer = _transferKey(from, to, amount);
        if (approvals[transfer] == 0) return false;
        approvals[transfer]--;
        return true;
    }

    function _transferKey(address from, address to, uint256 amount) private pure returns (bytes32) {
        return keccak256(abi.encode(from, to, amount));
    }

    function _isListed(uint16 country) private view returns (bool) {
        if (country >= COUNTRY_LIMIT) return false;
        return _state().countries[country >> 8] >> (country & 0xff) & 1 == 1;
    }
}
