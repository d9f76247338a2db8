// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "./IAgentRole.sol";

/// @title IDividends
/// @notice Distributions of USDC to the holders of a property token at a record date.
///
/// Life: `declare` closes the token's epoch (the record date) → `fund` brings the USDC → `pay` pushes in batches, or a
/// holder claims against this contract alone, or a payout is marked as settled elsewhere → after the claim period the
/// rest is swept to the treasury. The entitlement of a holder is floor(pool × balance / supply) at the record date.
/// Dust is carried into the next dividend of the same token.
///
/// For every dividend, at every moment after funding: paid + settled + claimable + carried = amount + carriedIn, and
/// the contract holds at least the sum of all claimable and carried amounts.
interface IDividends is IAgentRole {
    enum State {
        None,
        Declared,
        Funded,
        Cancelled,
        Swept
    }

    enum PayoutStatus {
        None,
        Held,
        Paid,
        Settled
    }

    /// @param token property token
    /// @param epoch closed epoch of the token: the record date
    /// @param state where the dividend stands
    /// @param distributed whether every share at the record date is accounted for
    /// @param deadline unix seconds after which the rest may be swept
    /// @param amount USDC funded for this dividend
    /// @param carriedIn USDC dust brought in from earlier dividends of the token
    /// @param supply shares at the record date
    /// @param paid USDC paid to holders
    /// @param settled USDC settled elsewhere and returned to the treasury
    /// @param accounted shares whose payout is paid, held or settled
    /// @param held USDC accounted for but not yet deliverable; part of what is claimable
    /// @param carried USDC dust given on to the next dividend
    /// @param swept USDC returned to the treasury after the deadline
    /// @param statementTag first eight bytes of keccak256(abi.encode(statementHash)) of the approved income statement,
    /// whose whole hash is in `DividendDeclared`
    struct Dividend {
        address token;
        uint24 epoch;
        State state;
        bool distributed;
        uint40 deadline;
        uint64 amount;
        uint64 carriedIn;
        uint104 supply;
        uint64 paid;
        uint64 settled;
        uint104 accounted;
        uint64 held;
        uint64 carried;
        uint64 swept;
        bytes8 statementTag;
    }

    event DividendDeclared(
        bytes32 indexed id,
        address indexed token,
        uint24 epoch,
        uint256 amount,
        uint256 carriedIn,
        uint256 supply,
        bytes32 statementHash
    );
    event DividendFunded(bytes32 indexed id, address indexed from, uint256 amount);
    event DividendPaid(bytes32 indexed id, address indexed holder, uint256 amount);

    /// @notice The payout could not be delivered; it stays claimable and a later `pay` tries again.
    event DividendHeld(bytes32 indexed id, address indexed holder, uint256 amount);

    /// @notice The payout of `holder` goes to `payee`, the wallet that replaced it by recovery.
    event DividendRedirected(bytes32 indexed id, address indexed holder, address indexed payee);
    event DividendSettled(bytes32 indexed id, address indexed holder, uint256 amount, bytes32 ref);

    /// @notice Every share at the record date is paid, held or settled; `carried` is the dust given on.
    event DividendDistributed(bytes32 indexed id, uint256 paid, uint256 carried);
    event DividendSwept(bytes32 indexed id, uint256 amount);
    event DividendCancelled(bytes32 indexed id);

    error DividendsZeroAddress();
    error DividendsZeroId();
    error DividendsZeroAmount();
    error DividendsAmountTooLarge(uint256 amount);
    error DividendsIdTaken(bytes32 id);
    error DividendsNoSupply(address token);
    error DividendsWrongState(bytes32 id, State state);
    error DividendsAlreadyPaid(bytes32 id, address holder);
    error DividendsNothingToClaim(bytes32 id, address holder);
    error DividendsHolderFrozen(address holder);
    error DividendsPayoutRefused(bytes32 id, address holder);
    error DividendsBeforeDeadline(bytes32 id, uint40 deadline);
    error DividendsNonceNotBound(bytes32 id, bytes32 nonce);
    error DividendsZeroReference();
    error DividendsSharesExceedSupply(bytes32 id);

    /// @notice Declares a dividend of `amount` USDC and fixes its record date: now. Agents only. The same id with the
    /// same arguments again changes nothing; with others it reverts, also when only the statement's hash differs.
    function declare(bytes32 id, address token, uint256 amount, bytes32 statementHash) external;

    /// @notice Pulls the dividend's `amount` of USDC from the caller, who has approved it.
    function fund(bytes32 id) external;

    /// @notice As `fund`, by ERC-3009 from `from`. Anyone may submit it; `nonce` must equal `id`, which binds the
    /// authorization to this dividend.
    function fundWithAuthorization(
        bytes32 id,
        address from,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;

    /// @notice Pushes payouts. Agents only. A holder already paid is skipped; one that cannot receive (frozen, refused
    /// by USDC) is held and does not stop the others; one without shares at the record date is skipped.
    function pay(bytes32 id, address[] calldata holders) external;

    /// @notice Pays the caller's entitlement.
    function claim(bytes32 id) external;

    /// @notice Pays `holder`'s entitlement to `holder` (or the wallet that replaced it). Anyone.
    function claimFor(bytes32 id, address holder) external;

    /// @notice Records that `holder` was paid outside the chain; his USDC returns to the treasury. Agents only.
    function markSettled(bytes32 id, address holder, bytes32 ref) external;

    /// @notice After the deadline, returns what is left to the treasury. Agents only.
    function sweep(bytes32 id) external;

    /// @notice Ends a dividend that was not funded. Agents only. Carried dust returns to the token.
    function cancel(bytes32 id) external;

    /// @notice Entitlement of a holder, whether or not it was paid. Zero for an unknown dividend.
    function entitlementOf(bytes32 id, address holder) external view returns (uint256);

    /// @notice Whether the holder was paid or settled.
    function isPaid(bytes32 id, address holder) external view returns (bool);

    /// @notice Where a holder's payout stands.
    function payoutStatus(bytes32 id, address holder) external view returns (PayoutStatus);

    /// @notice USDC of this dividend still owed to holders or to the next dividend.
    function claimable(bytes32 id) external view returns (uint256);

    /// @notice The dividend's state and sums.
    function dividend(bytes32 id) external view returns (Dividend memory);

    /// @notice Dust waiting for the next dividend of a token.
    function carried(address token) external view returns (uint256);

    /// @notice The currency of dividends.
    function usdc() external view returns (address);

    /// @notice Where swept and settled amounts go.
    function treasury() external view returns (address);

    /// @notice Seconds between declaration and the moment the rest may be swept.
    function claimPeriod() external view returns (uint40);
}
