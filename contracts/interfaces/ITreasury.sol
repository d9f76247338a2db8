// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "./IAgentRole.sol";

/// @title ITreasury
/// @notice Holds the platform's USDC per property. Every act carries a reference of the books outside the chain, and
/// each reference acts exactly once.
interface ITreasury is IAgentRole {
    event TreasuryCredited(bytes32 indexed ref, bytes32 indexed property, uint256 amount);
    event TreasuryReleased(
        bytes32 indexed ref,
        bytes32 indexed property,
        address indexed to,
        uint256 amount
    );
    event TreasuryUncredited(bytes32 indexed ref, bytes32 indexed property, uint256 amount);
    event TreasurySwept(bytes32 indexed ref, address indexed token, address indexed to, uint256 amount);
    event TreasuryMultisigSet(address indexed multisig);
    event TreasuryDailyLimitSet(uint256 dailyLimit);
    event TreasuryWired(address indexed dividends, address indexed factory);

    error TreasuryZeroAddress();
    error TreasuryZeroAmount();
    error TreasuryZeroReference();
    error TreasuryReferenceUsed(bytes32 ref);
    error TreasuryInsufficientUnallocated(uint256 unallocated, uint256 needed);
    error TreasuryInsufficientBalance(bytes32 property, uint256 balance, uint256 needed);
    error TreasuryDailyLimitExceeded(uint256 remaining, uint256 needed);
    error TreasuryPropertyMismatch(bytes32 property, address token);
    error TreasuryAlreadyWired();
    error TreasuryNotWired();
    error TreasuryUnauthorized(address caller);
    error TreasuryOwnerNeeded();
    error TreasuryNoMultisig();

    /// @notice Attributes `amount` of unallocated USDC to a property. Agents only.
    function credit(bytes32 ref, bytes32 property, uint256 amount) external;

    /// @notice Sends a property's USDC out, within the daily limit. Agents only.
    function release(bytes32 ref, bytes32 property, address to, uint256 amount) external;

    /// @notice Funds a declared dividend of the property's token out of the property's USDC, within the daily limit.
    /// Agents only.
    function fundDividend(bytes32 ref, bytes32 property, bytes32 dividendId) external;

    /// @notice Takes a mistaken attribution back: the USDC is unallocated again. Owner only, also while paused.
    function uncredit(bytes32 ref, bytes32 property, uint256 amount) external;

    /// @notice Sends `amount` of a token to the multisig: USDC only as far as it belongs to no property, any other token
    /// that came here by mistake without bound. Outside the daily limit. Owner only, also while paused.
    function sweep(bytes32 ref, address token, uint256 amount) external;

    /// @notice Names the account that sweeps go to. Owner only.
    function setMultisig(address multisig) external;

    /// @notice Names the contracts a dividend is funded through. Owner, once.
    function wire(address dividends, address factory) external;

    /// @notice Sets the most USDC that may leave per UTC day. Owner only.
    function setDailyLimit(uint256 dailyLimit) external;

    /// @notice Stops every movement by agents. Agents and owner.
    function pause() external;

    /// @notice Resumes. Owner only.
    function unpause() external;

    /// @notice USDC attributed to a property.
    function balanceOf(bytes32 property) external view returns (uint256);

    /// @notice USDC held but attributed to no property.
    function unallocated() external view returns (uint256);

    /// @notice USDC attributed to all properties together.
    function allocated() external view returns (uint256);

    /// @notice Whether a reference has acted.
    function isReferenceUsed(bytes32 ref) external view returns (bool);

    /// @notice Most USDC that may leave per UTC day.
    function dailyLimit() external view returns (uint256);

    /// @notice USDC that may still leave today.
    function remainingToday() external view returns (uint256);

    /// @notice The currency held.
    function usdc() external view returns (address);

    /// @notice The only account a sweep goes to; zero until set. The owner may be a contract that could not use the money.
    function multisig() external view returns (address);

    /// @notice Contract through which dividends are paid; zero until wired.
    function dividends() external view returns (address);

    /// @notice Factory that knows the properties' tokens; zero until wired.
    function factory() external view returns (address);
}
