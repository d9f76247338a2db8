// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AgentRole} from "../base/AgentRole.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {collectRefusals, Refusals} from "./Refusals.sol";

/// @dev What is known of offerings, and who may subscribe to one.
abstract contract OfferingBook is IOffering, AgentRole {
    struct Sale {
        Terms terms;
        Progress progress;
    }

    uint256 private constant WHOLE_SHARE = 10 ** 18;

    /// @inheritdoc IOffering
    uint40 public constant DELIVERY_PERIOD = 14 days;

    /// @inheritdoc IOffering
    uint256 public totalEscrow;

    /// @inheritdoc IOffering
    mapping(bytes32 id => mapping(address identity => uint256)) public subscribedBy;

    mapping(bytes32 id => Sale) internal _offerings;
    mapping(bytes32 id => mapping(address wallet => uint128)) internal _pending;

    /* VIEWS */

    /// @inheritdoc IOffering
    function check(bytes32 id, address investor, uint128 shares) external view returns (bytes[] memory) {
        Refusals memory refusals = collectRefusals();
        _judge(refusals, id, investor, shares);
        return refusals.list();
    }

    /// @inheritdoc IOffering
    function authorizationNonce(bytes32 id, address investor, uint128 shares, bytes32 salt)
        public
        view
        returns (bytes32)
    {
        return keccak256(abi.encode(address(this), id, investor, shares, salt));
    }

    /// @inheritdoc IOffering
    function termsOf(bytes32 id) external view returns (Terms memory) {
        return _offerings[id].terms;
    }

    /// @inheritdoc IOffering
    function progressOf(bytes32 id) external view returns (Progress memory) {
        return _offerings[id].progress;
    }

    /// @inheritdoc IOffering
    function escrowOf(bytes32 id) external view returns (uint256) {
        Progress storage p = _offerings[id].progress;
        return _cost(_offerings[id], p.subscribed - p.delivered - p.refunded);
    }

    /// @inheritdoc IOffering
    function pendingOf(bytes32 id, address wallet) external view returns (uint256) {
        return _pending[id][wallet];
    }

    /* JUDGING */

    /// @dev Everything against a subscription, so that nobody pays for what he could not receive.
    function _judge(Refusals memory refusals, bytes32 id, address investor, uint128 shares)
        internal
        view
        returns (address identity)
    {
        Sale storage sale = _offerings[id];
        _judgeTime(refusals, id, sale);
        if (sale.progress.state == State.None) return address(0);
        Terms memory terms = sale.terms;
        if (shares == 0) refusals.refuse(abi.encodeWithSelector(OfferingZeroShares.selector));
        if (!_isExact(shares, terms.price)) {
            refusals.refuse(abi.encodeWithSelector(OfferingFractionalCost.selector, shares, terms.price));
        }
        uint256 left = terms.cap - sale.progress.subscribed;
        if (shares > left) refusals.refuse(abi.encodeWithSelector(OfferingSoldOut.selector, id, left, shares));
        identity = _identityOf(terms.token, investor);
        uint256 total = subscribedBy[id][identity] + shares;
        if (total < terms.minPerInvestor) {
            refusals.refuse(
                abi.encodeWithSelector(OfferingBelowInvestorMinimum.selector, id, terms.minPerInvestor, total)
            );
        }
        if (total > terms.maxPerInvestor) {
            refusals.refuse(
                abi.encodeWithSelector(OfferingAboveInvestorMaximum.selector, id, terms.maxPerInvestor, total)
            );
        }
        // All that waits for the wallet must be such that it could be minted now.
        (bool allowed,, bytes memory reason) =
            IPropertyToken(terms.token).canMintWithReason(investor, uint256(_pending[id][investor]) + shares);
        if (!allowed) refusals.refuse(reason);
    }

    function _judgeTime(Refusals memory refusals, bytes32 id, Sale storage sale) private view {
        (State state, uint40 opens, uint40 closes) = (sale.progress.state, sale.terms.opens, sale.terms.closes);
        if (state != State.Open) refusals.refuse(abi.encodeWithSelector(OfferingWrongState.selector, id, state));
        if (block.timestamp < opens) refusals.refuse(abi.encodeWithSelector(OfferingNotOpenYet.selector, id, opens));
        if (block.timestamp >= closes) refusals.refuse(abi.encodeWithSelector(OfferingOver.selector, id, closes));
    }

    /* INTERNAL */

    function _inState(bytes32 id, State state) internal view returns (Sale storage sale) {
        sale = _offerings[id];
        if (sale.progress.state != state) revert OfferingWrongState(id, sale.progress.state);
    }

    function _identityOf(address token, address wallet) internal view returns (address) {
        return address(IIdentityRegistry(IPropertyToken(token).identityRegistry()).identity(wallet));
    }

    /// @dev Exact: only multiples for which it is are ever accepted.
    function _cost(Sale storage sale, uint128 shares) internal view returns (uint256) {
        return uint256(shares) * sale.terms.price / WHOLE_SHARE;
    }

    function _isExact(uint128 shares, uint128 price) internal pure returns (bool) {
        return uint256(shares) * price % WHOLE_SHARE == 0;
    }
}
