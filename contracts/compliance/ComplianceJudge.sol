// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {CountryMode, Leg, Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {Party} from "../interfaces/Party.sol";
import {ComplianceModules} from "./ComplianceModules.sol";
import {Sides} from "./CompliancePositions.sol";
import {
    BY_COUNTRY,
    HAS_APPROVALS,
    HAS_LIMITS,
    HAS_MAX_BALANCE,
    HAS_MODULES,
    HAS_WINDOW,
    Limits,
    oneWallet,
    PARTY_RULES,
    RARE_RULES,
    Standing,
    Terms,
    TRACKED,
    windowOf
} from "./ComplianceWords.sol";

/// @dev What the short way has read already.
/// @param common whether there is a short way under these rules
/// @param alone whether the sender is known to be the only wallet of his identity
/// @param allowed bit per country of `word` whether its people may receive
struct Run {
    Terms terms;
    Limits limits;
    bool common;
    bool alone;
    uint256 word;
    uint256 allowed;
}

/// @dev Judges movements and accounts for them: first the short way, which knows the common case only, and where that
/// does not say yes, the long way, which says everything.
abstract contract ComplianceJudge is ComplianceModules {
    function _processOne(Movement memory m, Terms terms, bool judged) internal returns (Terms) {
        if (m.from == m.to) return terms;
        Run memory run = _runOf(terms, judged);
        return _passes(m, run) ? run.terms : _process(m, terms, judged, _noLegs());
    }

    /// @param m common to all legs
    function _processAll(Movement memory m, Leg[] calldata legs, Terms terms) internal returns (Terms) {
        bool judged = _isJudged(m.kind);
        Run memory run = _runOf(terms, judged);
        bool sends = m.from != address(0);
        for (uint256 i = 0; i < legs.length;) {
            _setLeg(m, legs, i);
            unchecked {
                i++;
            }
            if (m.to == m.from) continue;
            if (!_passes(m, run)) {
                run.terms = _process(m, run.terms, judged, legs[i:]);
                run.alone = false;
            }
            if (sends) m.fromBalance -= m.amount;
        }
        return run.terms;
    }

    function _runOf(Terms terms, bool judged) private view returns (Run memory run) {
        run.terms = terms;
        run.common = judged && !terms.has(RARE_RULES);
        run.word = type(uint256).max;
        if (terms.has(HAS_LIMITS)) run.limits = _state().limits;
    }

    /// @dev The short way: countries, most shares, most holders, window, both wallets the only ones of their identities, a
    /// sender who keeps some. What it lets pass the long way lets pass with the same outcome.
    function _passes(Movement memory m, Run memory run) private returns (bool) {
        Terms terms = run.terms;
        Party party = m.toParty;
        if (!run.common || (terms.has(BY_COUNTRY) && !_mayReceive(party.countryOf(), run))) return false;
        uint256 amount = m.amount;
        if (!terms.has(TRACKED) || amount == 0) return true;
        address from = m.from;
        if (from != address(0)) {
            if (m.fromBalance <= amount) return false;
            if (!run.alone) {
                if (!_state().standings[m.fromParty.identityOf()].isOf(from)) return false;
                run.alone = true;
            }
        }
        uint256 balance = m.toBalance;
        unchecked {
            // Does not overflow: balance and amount are parts of one supply.
            if (terms.has(HAS_MAX_BALANCE) && balance + amount > run.limits.maxBalance()) return false;
        }
        Standing standing = _state().standings[party.identityOf()];
        bool stays = standing.isOf(m.to);
        if (!stays && (!standing.isNothing() || balance != 0 || !_mayJoin(party, terms))) return false;
        if (terms.has(HAS_WINDOW) && m.kind == MovementKind.Transfer && !_spends(m, run.limits)) return false;
        if (!stays) _join(m.to, party.identityOf(), run);
        return true;
    }

    /// @dev Countries beyond the map are left to the long way.
    function _mayReceive(uint256 country, Run memory run) private view returns (bool) {
        uint256 word = country >> 8;
        if (word != run.word) {
            if (country >= COUNTRY_LIMIT) return false;
            uint256 listed = _state().countries[word];
            run.allowed = run.terms.countryMode() == CountryMode.OnlyListed ? listed : ~listed;
            run.word = word;
        }
        return (run.allowed >> (country & 0xff)) & 1 != 0;
    }

    function _mayJoin(Party party, Terms terms) private pure returns (bool) {
        uint256 most = terms.maxHolders();
        return party.identityOf() != address(0) && (most == 0 || terms.holders() < most);
    }

    /// @dev Somebody's first shares.
    function _join(address to, address identity, Run memory run) private {
        _state().standings[identity] = oneWallet(to);
        _setAccountedTo(to, identity);
        run.terms = run.terms.withHolders(run.terms.holders() + 1);
    }

    /// @dev Enters into the sender's window what fits into it.
    function _spends(Movement memory m, Limits limits) private returns (bool) {
        address identity = m.fromParty.identityOf();
        (uint256 spent, uint256 until) = _windowSpent(identity, limits);
        unchecked {
            spent += m.amount;
            if (spent > limits.windowLimit()) return false;
            uint256 opened = until == 0 ? block.timestamp : until - limits.windowSeconds();
            _state().windows[identity] = windowOf(spent, opened);
        }
        return true;
    }

    /// @dev The long way. Returns the terms to be stored. `_reasonAgainst` says the same.
    function _process(Movement memory m, Terms terms, bool judged, Leg[] calldata rest) internal returns (Terms) {
        if (judged && terms.has(PARTY_RULES)) _refuse(_refusalByParty(m, terms));
        if (!terms.has(TRACKED) || m.amount == 0) {
            _permit(m, terms, judged);
            return terms;
        }
        Sides memory s = _sidesOf(m, terms, rest);
        if (judged) _refuse(_refusalByPosition(m, terms, s));
        _permit(m, terms, judged);
        if (m.kind == MovementKind.Transfer && s.from != s.to && terms.has(HAS_WINDOW)) {
            _spend(s.from, m.amount, _state().limits);
        }
        return _account(m, terms, s);
    }

    /// @dev Asks the modules, who see the world as it is before the movement, and uses an approval up.
    function _permit(Movement memory m, Terms terms, bool judged) private {
        if (!terms.has(HAS_MODULES | HAS_APPROVALS)) return;
        if (judged && terms.has(HAS_MODULES)) _refuse(_refusalByModules(m));
        if (_needsApproval(m, terms) && _useApproval(m.from, m.to, m.amount)) {
            emit TransferApprovalUsed(m.from, m.to, m.amount);
        }
    }

    function _reasonAgainst(Movement memory m) internal view returns (bytes memory reason) {
        Terms terms = _state().terms;
        if (!_isJudged(m.kind) || m.from == m.to) return "";
        if (terms.has(PARTY_RULES)) reason = _refusalByParty(m, terms);
        if (reason.length == 0 && terms.has(TRACKED) && m.amount != 0) {
            reason = _refusalByPosition(m, terms, _sidesOf(m, terms, _noLegs()));
        }
        if (reason.length == 0 && terms.has(HAS_MODULES)) reason = _refusalByModules(m);
    }

    /* WORDS */

    function _store(Terms before, Terms terms) internal {
        if (!terms.isTerms(before)) _state().terms = terms;
    }

    function _isJudged(MovementKind kind) internal pure returns (bool) {
        return kind == MovementKind.Transfer || kind == MovementKind.Mint;
    }

    function _refuse(bytes memory reason) internal pure {
        if (reason.length == 0) return;
        assembly ("memory-safe") {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    /// @dev From the token, which is trusted to hand over clean words: the same words in memory.
    function _copyOf(Movement calldata movement) internal pure returns (Movement memory copy) {
        assembly ("memory-safe") {
            calldatacopy(copy, movement, 0x120)
        }
    }

    /// @dev Puts a leg's words where the movement has them.
    function _setLeg(Movement memory m, Leg[] calldata legs, uint256 index) private pure {
        assembly ("memory-safe") {
            let leg := add(legs.offset, shl(7, index))
            mstore(add(m, 0x60), calldataload(leg))
            mstore(add(m, 0xc0), calldataload(add(leg, 0x20)))
            mstore(add(m, 0x80), calldataload(add(leg, 0x40)))
            mstore(add(m, 0x100), calldataload(add(leg, 0x60)))
        }
    }

    function _noLegs() internal pure returns (Leg[] calldata none) {
        assembly ("memory-safe") {
            none.offset := 0
            none.length := 0
        }
    }
}
