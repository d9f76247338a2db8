// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Guarded} from "../base/Guarded.sol";
import {IOffering} from "../interfaces/IOffering.sol";
import {IPropertyFactory} from "../interfaces/IPropertyFactory.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {IUSDC} from "../interfaces/IUSDC.sol";
import {OfferingBook} from "./OfferingBook.sol";
import {refuseAtFirst} from "./Refusals.sol";

/// @title Offering
/// @notice See {IOffering}. Not upgradeable: what investors may take back depends on nobody's later decision.
contract Offering is OfferingBook, Ownable, Guarded {
    using SafeERC20 for IUSDC;

    uint40 private constant LONGEST_SALE = 366 days;

    IUSDC private immutable USDC;

    /// @inheritdoc IOffering
    address public immutable treasury;

    /// @inheritdoc IOffering
    address public immutable factory;

    constructor(address owner, address usdc_, address treasury_, address factory_) Ownable(owner) {
        if (usdc_ == address(0) || treasury_ == address(0) || factory_ == address(0)) {
            revert OfferingZeroAddress();
        }
        USDC = IUSDC(usdc_);
        treasury = treasury_;
        factory = factory_;
    }

    /* LIFE OF AN OFFERING */

    /// @inheritdoc IOffering
    function open(bytes32 id, Terms calldata terms) external onlyAgent {
        if (id == bytes32(0)) revert OfferingZeroId();
        if (_offerings[id].progress.state != State.None) {
            if (keccak256(abi.encode(_offerings[id].terms)) == keccak256(abi.encode(terms))) return;
            revert OfferingIdTaken(id);
        }
        _checkTerms(terms);
        _offerings[id].terms = terms;
        _offerings[id].progress.state = State.Open;
        emit OfferingOpened(id, terms.token, terms.property, terms);
    }

    /// @inheritdoc IOffering
    function close(bytes32 id) external {
        Sale storage sale = _inState(id, State.Open);
        (uint128 subscribed, Terms storage terms) = (sale.progress.subscribed, sale.terms);
        bool soldOut = subscribed == terms.cap;
        if (block.timestamp < terms.closes && !(soldOut && isAgent(msg.sender))) {
            revert OfferingNotOverYet(id, terms.closes);
        }
        if (subscribed < terms.minimum) return _cancel(id, sale);
        sale.progress.state = State.Succeeded;
        sale.progress.closedAt = uint40(block.timestamp);
        emit OfferingClosed(id, subscribed);
    }

    /// @inheritdoc IOffering
    function cancel(bytes32 id) external onlyAgent {
        _cancel(id, _inState(id, State.Open));
    }

    /* SUBSCRIBING */

    /// @inheritdoc IOffering
    function subscribe(bytes32 id, uint128 shares) external nonReentrant {
        _subscribe(id, msg.sender, shares);
    }

    /// @inheritdoc IOffering
    function subscribeWithPermit(bytes32 id, uint128 shares, uint256 deadline, bytes calldata signature)
        external
        nonReentrant
    {
        uint256 cost = _cost(_offerings[id], shares);
        // Anyone may have used the permit before.
        try USDC.permit(msg.sender, address(this), cost, deadline, signature) {} catch {}
        _subscribe(id, msg.sender, shares);
    }

    /// @inheritdoc IOffering
    function subscribeWithAuthorization(
        bytes32 id,
        address investor,
        uint128 shares,
        bytes32 salt,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external nonReentrant {
        uint256 cost = _book(id, investor, shares);
        uint256 before = USDC.balanceOf(address(this));
        bytes32 nonce = authorizationNonce(id, investor, shares, salt);
        USDC.receiveWithAuthorization(investor, address(this), cost, validAfter, validBefore, nonce, signature);
        _checkReceived(before, cost);
    }

    /* DELIVERING AND REFUNDING */

    /// @inheritdoc IOffering
    function deliver(bytes32 id, address[] calldata investors) external nonReentrant {
        Sale storage sale = _inState(id, State.Succeeded);
        IPropertyToken token = IPropertyToken(sale.terms.token);
        uint256 proceeds = 0;
        for (uint256 i = 0; i < investors.length; i++) {
            proceeds += _deliver(id, sale, token, investors[i]);
        }
        if (proceeds == 0) return;
        totalEscrow -= proceeds;
        emit OfferingProceeds(id, sale.terms.property, proceeds);
        USDC.safeTransfer(treasury, proceeds);
    }

    /// @inheritdoc IOffering
    function refund(bytes32 id) external nonReentrant {
        Sale storage sale = _offerings[id];
        if (sale.progress.state == State.Succeeded) {
            uint40 from = sale.progress.closedAt + DELIVERY_PERIOD;
            if (block.timestamp < from) revert OfferingDeliveryPending(id, from);
        } else {
            _inState(id, State.Cancelled);
        }
        if (_pending[id][msg.sender] == 0) revert OfferingNothingSubscribed(id, msg.sender);
        USDC.safeTransfer(msg.sender, _takeBack(id, sale, msg.sender));
    }

    /// @inheritdoc IOffering
    function refundFor(bytes32 id, address[] calldata investors) external nonReentrant {
        Sale storage sale = _inState(id, State.Cancelled);
        for (uint256 i = 0; i < investors.length; i++) {
            address investor = investors[i];
            uint256 cost = _cost(sale, _pending[id][investor]);
            if (cost == 0) continue;
            if (USDC.trySafeTransfer(investor, cost)) _takeBack(id, sale, investor);
            else emit OfferingRefundHeld(id, investor);
        }
    }

    /// @inheritdoc IOffering
    function reassign(bytes32 id, address from, address to) external onlyAgent nonReentrant {
        uint128 shares = _pending[id][from];
        if (shares == 0) revert OfferingNothingSubscribed(id, from);
        address investor = _identityOf(_offerings[id].terms.token, from);
        if (from == to || investor == address(0) || investor != _identityOf(_offerings[id].terms.token, to)) {
            revert OfferingNotSameInvestor(from, to);
        }
        _pending[id][from] = 0;
        _pending[id][to] += shares;
        emit OfferingReassigned(id, from, to, shares);
    }

    /// @inheritdoc IOffering
    function skim() external nonReentrant {
        uint256 surplus = USDC.balanceOf(address(this)) - totalEscrow;
        emit OfferingSkimmed(surplus);
        USDC.safeTransfer(treasury, surplus);
    }

    /* VIEWS */

    /// @inheritdoc IOffering
    function usdc() external view returns (address) {
        return address(USDC);
    }

    /* INTERNAL */

    function _checkTerms(Terms calldata terms) private view {
        bool exact = _isExact(terms.cap, terms.price) && _isExact(terms.minPerInvestor, terms.price);
        if (
            terms.price == 0 || terms.cap == 0 || terms.minimum > terms.cap || terms.minPerInvestor == 0
                || terms.minPerInvestor > terms.maxPerInvestor || terms.minPerInvestor > terms.cap
                || terms.closes <= terms.opens || terms.closes <= block.timestamp
                || terms.closes > block.timestamp + LONGEST_SALE || !exact
        ) revert OfferingWrongTerms(terms);
        if (terms.token == address(0) || IPropertyFactory(factory).tokenOf(terms.property) != terms.token) {
            revert OfferingPropertyMismatch(terms.property, terms.token);
        }
        IPropertyToken token = IPropertyToken(terms.token);
        if (!token.isAgent(address(this))) revert OfferingNotTokenAgent(terms.token);
        if (token.totalSupply() + terms.cap > token.maxSupply()) revert OfferingWrongTerms(terms);
    }

    function _subscribe(bytes32 id, address investor, uint128 shares) private {
        uint256 cost = _book(id, investor, shares);
        uint256 before = USDC.balanceOf(address(this));
        USDC.safeTransferFrom(investor, address(this), cost);
        _checkReceived(before, cost);
    }

    function _book(bytes32 id, address investor, uint128 shares) private returns (uint256 cost) {
        Sale storage sale = _offerings[id];
        address identity = _judge(refuseAtFirst(), id, investor, shares);
        cost = _cost(sale, shares);
        sale.progress.subscribed += shares;
        subscribedBy[id][identity] += shares;
        _pending[id][investor] += shares;
        totalEscrow += cost;
        emit OfferingSubscribed(id, investor, identity, shares, cost);
    }

    function _checkReceived(uint256 before, uint256 cost) private view {
        uint256 received = USDC.balanceOf(address(this)) - before;
        if (received < cost) revert OfferingPaymentNotReceived(received, cost);
    }

    /// @dev Mints to one investor and returns what that earned: nothing when he cannot receive now.
    function _deliver(bytes32 id, Sale storage sale, IPropertyToken token, address investor)
        private
        returns (uint256 cost)
    {
        uint128 shares = _pending[id][investor];
        if (shares == 0) return 0;
        try token.mint(investor, shares) {
            cost = _cost(sale, shares);
            _pending[id][investor] = 0;
            sale.progress.delivered += shares;
            emit OfferingDelivered(id, investor, shares, cost);
        } catch (bytes memory reason) {
            emit OfferingDeliveryHeld(id, investor, reason);
        }
    }

    /// @dev Books a refund and returns its amount.
    function _takeBack(bytes32 id, Sale storage sale, address investor) private returns (uint256 cost) {
        uint128 shares = _pending[id][investor];
        cost = _cost(sale, shares);
        _pending[id][investor] = 0;
        sale.progress.refunded += shares;
        totalEscrow -= cost;
        emit OfferingRefunded(id, investor, shares, cost);
    }

    function _cancel(bytes32 id, Sale storage sale) private {
        sale.progress.state = State.Cancelled;
        sale.progress.closedAt = uint40(block.timestamp);
        emit OfferingCancelled(id, sale.progress.subscribed);
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }
}
