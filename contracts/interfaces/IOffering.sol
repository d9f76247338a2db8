// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "./IAgentRole.sol";

/// @title IOffering
/// @notice Primary sales of property shares for USDC.
///
/// Life: an agent opens an offering → verified investors subscribe and their USDC waits here → after the closing time
/// anyone closes it. With the minimum sold it succeeds: anyone delivers, which mints the shares and sends their price
/// to the treasury, investor by investor; one who cannot receive stops nobody. Otherwise, or when an agent cancels it
/// before it is closed, everybody gets his money back, by his own call or anyone's.
///
/// Nothing depends on the platform's goodwill: closing, delivering and refunding are open to all, and a subscription
/// not delivered `DELIVERY_PERIOD` after a success may be taken back by its investor.
///
/// For every offering, at every moment: escrow = (subscribed − delivered − refunded) × price, and this contract holds
/// at least the sum of all escrows. Prices are exact: a number of shares whose price is a fraction of a unit of USDC
/// is refused, so nothing is ever rounded.
interface IOffering is IAgentRole {
    enum State {
        None,
        Open,
        Succeeded,
        Cancelled
    }

    /// @param token property token, of which this contract is an agent
    /// @param property key of the property, as the factory knows it
    /// @param price USDC units (10^-6) per whole share
    /// @param cap most shares (18 decimals) to be sold
    /// @param minimum fewest shares for the offering to succeed
    /// @param minPerInvestor fewest shares per investor
    /// @param maxPerInvestor most shares per investor, over all his wallets
    /// @param opens first unix second of the sale
    /// @param closes first unix second after it
    struct Terms {
        address token;
        bytes32 property;
        uint128 price;
        uint128 cap;
        uint128 minimum;
        uint128 minPerInvestor;
        uint128 maxPerInvestor;
        uint40 opens;
        uint40 closes;
    }

    /// @param state where the offering stands
    /// @param closedAt unix seconds of its closing or cancelling
    /// @param subscribed shares ever subscribed to
    /// @param delivered shares minted to investors
    /// @param refunded shares whose price went back
    struct Progress {
        State state;
        uint40 closedAt;
        uint128 subscribed;
        uint128 delivered;
        uint128 refunded;
    }

    event OfferingOpened(bytes32 indexed id, address indexed token, bytes32 indexed property, Terms terms);
    event OfferingSubscribed(
        bytes32 indexed id,
        address indexed investor,
        address indexed identity,
        uint256 shares,
        uint256 cost
    );
    event OfferingClosed(bytes32 indexed id, uint256 subscribed);

    /// @notice No sale: an agent called it off, or the minimum was not reached. Refunds follow.
    event OfferingCancelled(bytes32 indexed id, uint256 subscribed);
    event OfferingDelivered(bytes32 indexed id, address indexed investor, uint256 shares, uint256 cost);

    /// @notice The shares could not be minted to `investor` now; `reason` is what the token reverted with.
    event OfferingDeliveryHeld(bytes32 indexed id, address indexed investor, bytes reason);

    /// @notice What a run of deliveries earned went to the treasury.
    event OfferingProceeds(bytes32 indexed id, bytes32 indexed property, uint256 amount);
    event OfferingRefunded(bytes32 indexed id, address indexed investor, uint256 shares, uint256 cost);

    /// @notice USDC refused the refund to `investor`; it stays his.
    event OfferingRefundHeld(bytes32 indexed id, address indexed investor);

    /// @notice A subscription follows its investor to another of his wallets.
    event OfferingReassigned(bytes32 indexed id, address indexed from, address indexed to, uint256 shares);

    /// @notice USDC that was nobody's went to the treasury.
    event OfferingSkimmed(uint256 amount);

    error OfferingZeroAddress();
    error OfferingZeroId();
    error OfferingIdTaken(bytes32 id);
    error OfferingWrongTerms(Terms terms);
    error OfferingPropertyMismatch(bytes32 property, address token);
    error OfferingNotTokenAgent(address token);
    error OfferingWrongState(bytes32 id, State state);
    error OfferingNotOpenYet(bytes32 id, uint40 opens);
    error OfferingOver(bytes32 id, uint40 closes);
    error OfferingNotOverYet(bytes32 id, uint40 closes);
    error OfferingZeroShares();
    error OfferingFractionalCost(uint256 shares, uint256 price);
    error OfferingSoldOut(bytes32 id, uint256 left, uint256 shares);
    error OfferingBelowInvestorMinimum(bytes32 id, uint256 minimum, uint256 total);
    error OfferingAboveInvestorMaximum(bytes32 id, uint256 maximum, uint256 total);
    error OfferingPaymentNotReceived(uint256 received, uint256 cost);
    error OfferingNothingSubscribed(bytes32 id, address investor);
    error OfferingDeliveryPending(bytes32 id, uint40 refundableFrom);
    error OfferingNotSameInvestor(address from, address to);

    /* AGENTS */

    /// @notice Opens an offering. Agents only. The same id with the same terms again changes nothing; with others it
    /// reverts. The sale may last a year at most, and its cap must fit under the token's maximum supply.
    function open(bytes32 id, Terms calldata terms) external;

    /// @notice Calls an open offering off; everybody may take his money back. Agents only.
    function cancel(bytes32 id) external;

    /// @notice Moves what is pending of a subscription to another wallet of the same registered identity, for an
    /// investor who lost the first or whose first is blocked by USDC. Agents only.
    function reassign(bytes32 id, address from, address to) external;

    /* INVESTORS */

    /// @notice Subscribes the caller to `shares`, paid by allowance. Only while all he subscribed to could be minted to
    /// him; otherwise reverts with what the token would revert with.
    function subscribe(bytes32 id, uint128 shares) external;

    /// @notice As `subscribe`, with an ERC-2612 permit of the caller for exactly the cost. A permit already used is
    /// passed over: the allowance decides.
    function subscribeWithPermit(bytes32 id, uint128 shares, uint256 deadline, bytes calldata signature) external;

    /// @notice As `subscribe` for `investor`, paid by his ERC-3009 authorization with the nonce `authorizationNonce`
    /// says, which binds it to this subscription. Anyone may submit it.
    function subscribeWithAuthorization(
        bytes32 id,
        address investor,
        uint128 shares,
        bytes32 salt,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external;

    /// @notice Returns the caller's money: after a cancellation, or when he was not delivered in time.
    function refund(bytes32 id) external;

    /* ANYONE */

    /// @notice Ends the sale after its closing time, or an agent when the cap is reached: a success when the minimum is
    /// sold, otherwise a cancellation.
    function close(bytes32 id) external;

    /// @notice Mints the shares of a successful offering to these investors. One who cannot receive, or has nothing
    /// pending, is passed over.
    function deliver(bytes32 id, address[] calldata investors) external;

    /// @notice Returns the money of a cancelled offering to these investors. One to whom USDC does not go, or who has
    /// nothing pending, is passed over.
    function refundFor(bytes32 id, address[] calldata investors) external;

    /// @notice Sends USDC that was transferred here by mistake to the treasury.
    function skim() external;

    /* VIEWS */

    /// @notice Every reason for which `investor` could not subscribe to `shares` now, each as the error it would revert
    /// with, payment aside; empty when he could.
    function check(bytes32 id, address investor, uint128 shares) external view returns (bytes[] memory reasons);

    /// @notice Nonce of the ERC-3009 authorization that pays for this subscription.
    function authorizationNonce(bytes32 id, address investor, uint128 shares, bytes32 salt)
        external
        view
        returns (bytes32);

    /// @notice The terms of an offering.
    function termsOf(bytes32 id) external view returns (Terms memory);

    /// @notice How far an offering is.
    function progressOf(bytes32 id) external view returns (Progress memory);

    /// @notice USDC held for an offering.
    function escrowOf(bytes32 id) external view returns (uint256);

    /// @notice Shares `wallet` has subscribed to and neither got nor was refunded.
    function pendingOf(bytes32 id, address wallet) external view returns (uint256);

    /// @notice Shares an identity has subscribed to over all its wallets.
    function subscribedBy(bytes32 id, address identity) external view returns (uint256);

    /// @notice USDC held for all offerings together.
    function totalEscrow() external view returns (uint256);

    /// @notice Seconds after a success from which an investor who was not delivered may take his money back.
    function DELIVERY_PERIOD() external view returns (uint40);

    /// @notice The currency.
    function usdc() external view returns (address);

    /// @notice Where proceeds go.
    function treasury() external view returns (address);

    /// @notice Factory that knows the properties' tokens.
    function factory() external view returns (address);
}
