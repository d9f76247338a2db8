// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ICompliance, Leg, Movement} from "../interfaces/ICompliance.sol";
import {ComplianceAcquisitions} from "./ComplianceAcquisitions.sol";
import {ComplianceState} from "./ComplianceStorage.sol";
import {HAS_LOCKUP, NOTHING, oneWallet, Standing, sumOf, Terms} from "./ComplianceWords.sol";

/// @dev One identity's standing: as stored, and as the movement makes it.
struct Page {
    address identity;
    Standing stored;
    Standing standing;
}

/// @dev A wallet that comes over from the identity it was counted under; zero when it stays where it was.
/// @param relocked shares that its new identity acquires anew
struct Arrival {
    address identity;
    uint256 relocked;
}

/// @dev Both sides of a movement just before it, every wallet counted under its present identity.
/// @param pages none in the plain case: each wallet is the only one of its identity that holds shares, before and after
/// @param arrivals of the sending and the receiving wallet; none without pages
struct Sides {
    address from;
    address to;
    uint256 fromPosition;
    uint256 toPosition;
    uint256 holders;
    Page[] pages;
    Arrival[] arrivals;
}

/// @dev Who holds how much, per identity.
///
/// While one wallet holds all shares of an identity, only its address is kept: what it holds the token knows and tells
/// with each movement, so a transfer between two such wallets writes nothing. A second wallet turns that into a sum,
/// which stays one until it returns to zero. `accountedTo` remembers under which identity a wallet's shares are counted
/// (absent: under the wallet's own address), so that a wallet which changes identity is put right at its next movement
/// instead of breaking the sums. It says nothing of a wallet without shares.
///
/// What a movement would make of it is worked out in memory first and only then written: judging asks the same code.
abstract contract CompliancePositions is ComplianceAcquisitions {
    /// @inheritdoc ICompliance
    function positionOf(address identity) public view returns (uint256) {
        Standing standing = _state().standings[identity];
        if (standing.isOneWallet()) return _balanceOf(standing.wallet());
        return standing.sum();
    }

    /// @inheritdoc ICompliance
    function holderCount() external view returns (uint256) {
        return _state().terms.holders();
    }

    /// @inheritdoc ICompliance
    function lockedOf(address identity) external view returns (uint256) {
        return _locked(identity, positionOf(identity));
    }

    /// @inheritdoc ICompliance
    function freeOf(address identity) external view returns (uint256) {
        uint256 position = positionOf(identity);
        return position - _locked(identity, position);
    }

    /// @inheritdoc ICompliance
    function freeFrom(address identity, uint256 amount) external view returns (uint256) {
        return _freeFrom(identity, positionOf(identity), amount);
    }

    /* BEFORE */

    /// @param rest the legs after this one when balances have changed already; otherwise none
    function _sidesOf(Movement memory m, Terms terms, Leg[] calldata rest)
        internal
        view
        returns (Sides memory s)
    {
        (s.from, s.to) = (m.fromParty.identityOf(), m.toParty.identityOf());
        s.holders = terms.holders();
        if (_isPlain(m, s)) {
            (s.fromPosition, s.toPosition) = (m.fromBalance, m.toBalance);
            return s;
        }
        (s.pages, s.arrivals) = (new Page[](4), new Arrival[](2));
        if (m.from != address(0)) s.from = _arrive(s, s.arrivals[0], m, terms, m.from, rest);
        if (m.to != address(0)) s.to = _arrive(s, s.arrivals[1], m, terms, m.to, rest);
        if (s.from != address(0)) s.fromPosition = _positionOn(_page(s, s.from), m, rest);
        if (s.to != address(0)) s.toPosition = _positionOn(_page(s, s.to), m, rest);
    }

    function _isPlain(Movement memory m, Sides memory s) private view returns (bool) {
        ComplianceState storage $ = _state();
        if (m.from != address(0) && !$.standings[s.from].isOf(m.from)) return false;
        if (m.to == address(0)) return true;
        Standing standing = $.standings[s.to];
        return standing.isOf(m.to) || (standing.isNothing() && m.toBalance == 0 && s.to != address(0));
    }

    /// @dev Counts a wallet's shares under its present identity. Somebody without one stays where he was counted.
    function _arrive(
        Sides memory s,
        Arrival memory arrival,
        Movement memory m,
        Terms terms,
        address wallet,
        Leg[] calldata rest
    ) private view returns (address) {
        (uint256 balance, address present) = wallet == m.from ? (m.fromBalance, s.from) : (m.toBalance, s.to);
        if (balance == 0) return present == address(0) ? wallet : present;
        if (present != address(0) && _page(s, present).standing.isOf(wallet)) return present;
        address counted = _accountedTo(wallet);
        if (present == address(0) || present == counted) return counted;

        Page memory page = _page(s, counted);
        arrival.identity = counted;
        if (terms.has(HAS_LOCKUP)) {
            arrival.relocked = Math.min(_locked(counted, _positionOn(page, m, rest)), balance);
        }
        _take(s, page, balance);
        page = _page(s, present);
        _give(s, page, wallet, _positionOn(page, m, rest), balance);
        return present;
    }

    /* AFTERWARDS */

    /// @dev Writes down what the movement makes of both sides.
    function _account(Movement memory m, Terms terms, Sides memory s) internal returns (Terms) {
        if (s.from != s.to && terms.has(HAS_LOCKUP) && s.to != address(0)) _acquire(s.to, m.amount);
        if (s.pages.length == 0) return _accountPlainly(m, terms, s);
        if (s.from == s.to) {
            Page memory page = _page(s, s.from);
            if (page.standing.isOf(m.from)) {
                page.standing = m.fromBalance == m.amount ? oneWallet(m.to) : sumOf(s.fromPosition);
            }
        } else {
            if (s.from != address(0)) {
                Page memory page = _page(s, s.from);
                if (page.standing.isSum() || m.fromBalance == m.amount) _take(s, page, m.amount);
            }
            if (s.to != address(0)) _give(s, _page(s, s.to), m.to, s.toPosition, m.amount);
        }
        if (m.to != address(0) && m.toBalance == 0) _setAccountedTo(m.to, s.to);
        return _settle(m, terms, s);
    }

    /// @dev Holders come and go; between those who stay nothing is written.
    function _accountPlainly(Movement memory m, Terms terms, Sides memory s) private returns (Terms) {
        ComplianceState storage $ = _state();
        if (m.from != address(0) && m.fromBalance == m.amount) {
            $.standings[s.from] = NOTHING;
            s.holders--;
        }
        if (m.to != address(0) && m.toBalance == 0) {
            $.standings[s.to] = oneWallet(m.to);
            _setAccountedTo(m.to, s.to);
            s.holders++;
        }
        return s.holders == terms.holders() ? terms : terms.withHolders(s.holders);
    }

    /// @dev Writes down the pages and who came over.
    function _settle(Movement memory m, Terms terms, Sides memory s) internal returns (Terms) {
        if (s.pages.length == 0) return terms;
        _welcome(s.arrivals[0], m.from, s.from, m.fromBalance);
        _welcome(s.arrivals[1], m.to, s.to, m.toBalance);
        for (uint256 i = 0; i < s.pages.length && s.pages[i].identity != address(0); i++) {
            Page memory page = s.pages[i];
            if (!page.standing.equals(page.stored)) _state().standings[page.identity] = page.standing;
        }
        return terms.withHolders(s.holders);
    }

    function _welcome(Arrival memory arrival, address wallet, address identity, uint256 shares) private {
        if (arrival.identity == address(0)) return;
        _setAccountedTo(wallet, identity);
        _acquire(identity, arrival.relocked);
        emit WalletReconciled(wallet, arrival.identity, identity, shares);
    }

    /// @dev The only wallet, or part of the sum, leaves the page.
    function _take(Sides memory s, Page memory page, uint256 shares) private pure {
        page.standing = page.standing.isSum() ? sumOf(page.standing.sum() - shares) : sumOf(0);
        if (page.standing.isNothing()) s.holders--;
    }

    function _give(Sides memory s, Page memory page, address wallet, uint256 position, uint256 shares) private pure {
        if (page.standing.isNothing()) {
            page.standing = oneWallet(wallet);
            s.holders++;
        } else if (!page.standing.isOf(wallet)) {
            page.standing = sumOf(position + shares);
        }
    }

    /* INTERNAL */

    /// @dev The page of an identity, opened when it is asked for first.
    function _page(Sides memory s, address identity) private view returns (Page memory page) {
        uint256 i = 0;
        while (s.pages[i].identity != address(0)) {
            if (s.pages[i].identity == identity) return s.pages[i];
            i++;
        }
        page = s.pages[i];
        page.identity = identity;
        page.stored = page.standing = _state().standings[identity];
    }

    /// @dev What the identity of a page holds just before the movement.
    function _positionOn(Page memory page, Movement memory m, Leg[] calldata rest) private view returns (uint256) {
        Standing standing = page.standing;
        if (!standing.isOneWallet()) return standing.sum();
        address wallet = standing.wallet();
        if (wallet == m.from) return m.fromBalance;
        if (wallet == m.to) return m.toBalance;
        uint256 balance = _balanceOf(wallet);
        for (uint256 i = 0; i < rest.length; i++) {
            if (rest[i].to == wallet) balance -= rest[i].amount;
        }
        return balance;
    }

    function _balanceOf(address wallet) private view returns (uint256) {
        return IERC20(_state().terms.token()).balanceOf(wallet);
    }

    /// @dev Only wallets of somebody with another address are remembered.
    function _accountedTo(address wallet) private view returns (address counted) {
        counted = _state().accountedTo[wallet];
        if (counted == address(0)) counted = wallet;
    }

    function _setAccountedTo(address wallet, address identity) internal {
        address stored = identity == wallet ? address(0) : identity;
        mapping(address => address) storage accountedTo = _state().accountedTo;
        if (accountedTo[wallet] != stored) accountedTo[wallet] = stored;
    }
}
