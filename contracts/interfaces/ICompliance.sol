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

/// @notice Rules of a property, as data. Zero or false: no such rule. Forced transfers, recoveries and burns are never
/// judged. Rules per identity do not judge what moves between two wallets of one identity.
/// @param countryMode how the list of countries is read; judges receivers
/// @param countries ISO 3166-1 numeric codes below 1024
/// @param maxBalance most shares (18 decimals) one identity may hold
/// @param maxShareBps most of the supply one identity may hold, in basis points: of the token's `maxSupply` when shares
/// are issued, of its `totalSupply` when they are transferred
/// @param maxHolders most identities that may hold shares; one that sells all may hand its place on
/// @param lockedUntil unix seconds before which holders cannot transfer; minting stays possible
/// @param lockupSeconds how long shares stay with the identity that acquired them, by issue or from another identity
/// @param windowSeconds how long a window lasts. It opens with an identity's first sending after its last one ended
/// @param windowLimit most shares an identity may send within one window; set together with `windowSeconds`
/// @param accreditedOnly receivers must be accredited investors
/// @param approvalNeeded every transfer of shares between two wallets needs an approval by an agent of the token
/// @param vettedSpendersOnly only spenders vetted by `setSpender` may move shares by allowance
/// @param trackPositions keep positions per identity even without a limit, so that one may be set later
struct ComplianceRules {
    CountryMode countryMode;
    uint16[] countries;
    uint104 maxBalance;
    uint16 maxShareBps;
    uint32 maxHolders;
    uint40 lockedUntil;
    uint32 lockupSeconds;
    uint32 windowSeconds;
    uint104 windowLimit;
    bool accreditedOnly;
    bool approvalNeeded;
    bool vettedSpendersOnly;
    bool trackPositions;
}

/// @title ICompliance
/// @notice Transfer rules of one property. Each property has its own clone; code is shared.
/// The owner is the owner of the bound token, always: one transfer of ownership moves both.
///
/// Rules are data here; rules that data cannot say are external modules, see {IModularCompliance}. Whoever breaks several
/// is told the first of: lock-up date, spender, country, accreditation, approval, most shares, most of the supply, most
/// holders, lock-up of what was acquired, window, modules.
interface ICompliance is IERC3643Compliance {
    /// @notice The rules now in force.
    event RulesSet(ComplianceRules rules);

    /// @notice An agent allowed one transfer of exactly this.
    event TransferApproved(address indexed from, address indexed to, uint256 amount, address indexed agent);

    /// @notice An agent took back one approval.
    event TransferApprovalRevoked(
        address indexed from, address indexed to, uint256 amount, address indexed agent
    );

    /// @notice A transfer used one approval up.
    event TransferApprovalUsed(address indexed from, address indexed to, uint256 amount);

    /// @notice Whether `spender` may move shares by allowance while only vetted ones may.
    event SpenderSet(address indexed spender, bool vetted);

    /// @notice The shares of a wallet that changed its identity are now counted under the new one.
    event WalletReconciled(address indexed wallet, address indexed from, address indexed to, uint256 shares);

    error ComplianceUnauthorized(address caller);
    error ComplianceAlreadyInitialized();
    error ComplianceZeroAddress();
    error ComplianceTokenBound(address token);
    error ComplianceTokenNotBound(address token);
    error ComplianceCountryNotAllowed(uint16 country);
    error ComplianceCountryOutOfRange(uint16 country);
    error ComplianceShareOutOfRange(uint16 maxShareBps);
    error ComplianceWindowIncomplete(uint32 windowSeconds, uint104 windowLimit);
    error ComplianceMaxBalanceExceeded(address identity, uint256 balance, uint256 maxBalance);
    error ComplianceMaxShareExceeded(address identity, uint256 balance, uint256 maxBalance);
    error ComplianceMaxHoldersReached(uint256 maxHolders);
    error ComplianceLocked(uint40 lockedUntil);
    error ComplianceAcquisitionLocked(address identity, uint256 free, uint256 amount);
    error ComplianceWindowExceeded(address identity, uint256 left, uint256 amount, uint256 until);
    error ComplianceNotAccredited(address wallet);
    error ComplianceNotApproved(address from, address to, uint256 amount);
    error ComplianceSpenderNotVetted(address spender);
    error CompliancePositionsNotTracked();
    error ComplianceBatchNotJudged();

    /// @notice Binds the clone to its token and sets its rules. Once, by the factory, in the creating transaction.
    function initialize(address token, ComplianceRules calldata rules) external;

    /// @notice Judges a movement and accounts for it in one call, before balances change. Bound token only. Reverts with
    /// the reason.
    /// @return tellAfter whether `applied` must be called once the balances have changed
    function checkAndApply(Movement calldata movement) external returns (bool tellAfter);

    /// @notice Whether `checkAndApplyBatch` may be used now. Not while modules are bound: they judge by balances before a
    /// movement.
    function judgesBatches() external view returns (bool);

    /// @notice As `checkAndApply` for each leg in order, in one call, after all balances have changed. Bound token only.
    /// A leg to the sender itself is passed over.
    /// @param common kind, spender and sender of all legs; `fromBalance` before the first
    function checkAndApplyBatch(Movement calldata common, Leg[] calldata legs) external;

    /// @notice Tells external rules of a movement that happened. Bound token only.
    function applied(Movement calldata movement) external;

    /// @notice Replaces the rules. Owner only. Rules per identity need tracked positions from the first share on. A lock-up
    /// binds what is acquired while it is set; changing its length changes that of everything still locked.
    function setRules(ComplianceRules calldata rules) external;

    /// @notice Allows one transfer of exactly `amount`; two approvals allow two. Agents of the token only.
    function approveTransfer(address from, address to, uint256 amount) external;

    /// @notice Takes back one approval. Agents of the token only.
    function revokeTransferApproval(address from, address to, uint256 amount) external;

    /// @notice Allows or forbids a spender to move shares by allowance. Owner only.
    function setSpender(address spender, bool vetted) external;

    /// @notice Counts a wallet's shares under its present identity. Anyone may call; the wallet's next movement does the
    /// same.
    function reconcile(address wallet) external;

    /// @notice The error `checkAndApply` would revert with, or empty when the movement is allowed. Modules are asked, but
    /// may still refuse when told of the movement.
    function reasonAgainst(Movement calldata movement) external view returns (bytes memory);

    /// @notice The rules in force.
    function rules() external view returns (ComplianceRules memory);

    /// @notice Shares held by an identity over all its wallets; meaningful only when positions are tracked. A wallet that
    /// changes its identity counts under the old one until its next movement or `reconcile`.
    function positionOf(address identity) external view returns (uint256);

    /// @notice Number of identities that hold shares; meaningful only when positions are tracked.
    function holderCount() external view returns (uint256);

    /// @notice Shares of an identity that it acquired too recently to transfer.
    function lockedOf(address identity) external view returns (uint256);

    /// @notice Shares of an identity that no lock-up of acquisitions holds back.
    function freeOf(address identity) external view returns (uint256);

    /// @notice Earliest unix second at which `amount` of an identity's shares are free; zero when it has not that many.
    function freeFrom(address identity, uint256 amount) external view returns (uint256);

    /// @notice Shares an identity sent in its open window, and the unix second at which that ends; zero without one.
    function windowSpent(address identity) external view returns (uint256 spent, uint256 until);

    /// @notice Approvals left for a transfer of exactly `amount`.
    function transferApprovals(address from, address to, uint256 amount) external view returns (uint256);

    /// @notice Whether a spender is vetted.
    function isSpender(address spender) external view returns (bool);

    /// @notice Owner of the bound token.
    function owner() external view returns (address);
}
