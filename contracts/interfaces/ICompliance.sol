// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Party} from "./Party.sol";

/// @title IERC3643Compliance
/// @notice ERC-3643 compliance surface.
interface IERC3643Compliance {
    event TokenBound(address _token);
    event TokenUnbound(address _token);

    function bindToken(address _token) external;
    function unbindToken(address _token) external;
    function isTokenBound(address _token) external view returns (bool);
    function getTokenBound() external view returns (address);
    function canTransfer(address _from, address _to, uint256 _amount) external view returns (bool);
    function transferred(address _from, address _to, uint256 _amount) external;
    function created(address _to, uint256 _amount) external;
    function destroyed(address _from, uint256 _amount) external;
}

/// @notice Why shares move. Forced movements and recoveries are accounted for but not judged.
enum MovementKind {
    Transfer,
    Mint,
    Burn,
    Forced,
    Recovery
}

/// @notice One movement with everything a rule may ask, read once by the token.
/// Balances are those before the movement. A party of a mint or burn that does not exist is all zero.
/// @param spender who moves the shares by allowance; zero when the holder does so himself, or an agent
/// @param fromParty identity of the sender; its country and flags are not looked up
struct Movement {
    MovementKind kind;
    address spender;
    address from;
    address to;
    uint256 amount;
    Party fromParty;
    Party toParty;
    uint256 fromBalance;
    uint256 toBalance;
}

/// @notice One receiver of a batch from one sender (or of mints); `toBalance` is that before this leg, after the legs
/// before it.
struct Leg {
    address to;
    Party party;
    uint256 amount;
    uint256 toBalance;
}

/// @notice How `ComplianceRules.countries` is read.
enum CountryMode {
    Any,
    OnlyListed,
    AllButListed
}

/// @notice Rules of a property, as data.
/// @param countryMode how the list of countries is read
/// @param countries ISO 3166-1 numeric codes below 1024
/// @param maxBalance most shares (18 decimals) one identity may hold; 0 = no limit
/// @param maxHolders most identities that may hold shares; 0 = no limit
/// @param lockedUntil unix seconds before which holders cannot transfer; minting stays possible; 0 = no lock-up
/// @param trackPositions keep positions per identity even without a limit, so that one may be set later
struct ComplianceRules {
    CountryMode countryMode;
    uint16[] countries;
    uint112 maxBalance;
    uint32 maxHolders;
    uint40 lockedUntil;
    bool trackPositions;
}

/// @title ICompliance
/// @notice Transfer rules of one property. Each property has its own clone; code is shared.
/// The owner is the owner of the bound token, always: one transfer of ownership moves both.
interface ICompliance is IERC3643Compliance {
    /// @notice The rules now in force.
    event RulesSet(ComplianceRules rules);

    error ComplianceUnauthorized(address caller);
    error ComplianceAlreadyInitialized();
    error ComplianceZeroAddress();
    error ComplianceTokenBound(address token);
    error ComplianceTokenNotBound(address token);
    error ComplianceCountryNotAllowed(uint16 country);
    error ComplianceCountryOutOfRange(uint16 country);
    error ComplianceMaxBalanceExceeded(address identity, uint256 balance, uint256 maxBalance);
    error ComplianceMaxHoldersReached(uint256 maxHolders);
    error ComplianceLocked(uint40 lockedUntil);
    error CompliancePositionsNotTracked();

    /// @notice Binds the clone to its token and sets its rules. Once, by the factory, in the creating transaction.
    function initialize(address token, ComplianceRules calldata rules) external;

    /// @notice Judges a movement and accounts for it in one call, before balances change. Bound token only. Reverts with
    /// the reason.
    /// @return tellAfter whether `applied` must be called once the balances have changed
    function checkAndApply(Movement calldata movement) external returns (bool tellAfter);

    /// @notice Whether `checkAndApplyBatch` may be used now.
    function judgesBatches() external view returns (bool);

    /// @notice As `checkAndApply` for each leg in order, in one call, after all balances have changed. Bound token only.
    /// @param common kind, spender and sender of all legs; `fromBalance` before the first
    function checkAndApplyBatch(Movement calldata common, Leg[] calldata legs) external;

    /// @notice Tells external rules of a movement that happened. Bound token only.
    function applied(Movement calldata movement) external;

    /// @notice Replaces the rules. Owner only. Limits per identity need tracked positions from the first share on.
    function setRules(ComplianceRules calldata rules) external;

    /// @notice The error `checkAndApply` would revert with, or empty when the movement is allowed.
    function reasonAgainst(Movement calldata movement) external view returns (bytes memory);

    /// @notice The rules in force.
    function rules() external view returns (ComplianceRules memory);

    /// @notice Shares held by an identity over all its wallets; meaningful only when positions are tracked.
    function positionOf(address identity) external view returns (uint256);

    /// @notice Number of identities that hold shares; meaningful only when positions are tracked.
    function holderCount() external view returns (uint256);

    /// @notice Owner of the bound token.
    function owner() external view returns (address);
}
