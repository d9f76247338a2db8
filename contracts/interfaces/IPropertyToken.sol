// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IAgentRole} from "./IAgentRole.sol";
import {IERC1643} from "./IERC1643.sol";
import {IERC3643Token} from "./IERC3643Token.sol";
import {IERC7943Fungible} from "./IERC7943Fungible.sol";
import {ISignedActs} from "./ISignedActs.sol";
import {ITransferPreview} from "./ITransferPreview.sol";

/// @dev See `ISnapshotToken.snapshotsOf`.
type HolderSnapshot is uint256;

using {sharesOf, indexOf, isFrozenNow, isReplaced} for HolderSnapshot global;

function sharesOf(HolderSnapshot snapshot) pure returns (uint256) {
    return uint112(HolderSnapshot.unwrap(snapshot));
}

function indexOf(HolderSnapshot snapshot) pure returns (uint256) {
    return uint24(HolderSnapshot.unwrap(snapshot) >> 112);
}

function isFrozenNow(HolderSnapshot snapshot) pure returns (bool) {
    return HolderSnapshot.unwrap(snapshot) & (1 << 136) != 0;
}

function isReplaced(HolderSnapshot snapshot) pure returns (bool) {
    return HolderSnapshot.unwrap(snapshot) & (1 << 137) != 0;
}

/// @title ISnapshotToken
/// @notice Balances at record dates. An epoch is the time between two record dates; closing one fixes every balance
/// at that moment without a cost to ordinary transfers: a holder's old balance is kept at his first movement after it.
interface ISnapshotToken {
    /// @notice `epoch` was closed: its balances are now record-date balances.
    event EpochClosed(uint24 indexed epoch, uint256 supply);

    error PropertyTokenNotSnapshotter(address caller);
    error PropertyTokenEpochNotClosed(uint24 epoch);
    error PropertyTokenEpochExhausted();

    /// @notice Closes the current epoch and returns it. Only the platform's Dividends contract.
    function raiseEpoch() external returns (uint24 closedEpoch);

    /// @notice The open epoch, from 1.
    function snapshotEpoch() external view returns (uint24);

    /// @notice Balance of `holder` when `epoch` was closed. Reverts while it is open.
    function balanceAt(address holder, uint24 epoch) external view returns (uint256);

    /// @notice Total supply when `epoch` was closed. Reverts while it is open.
    function supplyAt(uint24 epoch) external view returns (uint256);

    /// @notice What a distribution needs to know of each holder, one word each: shares at the close of `epoch` in bits
    /// 0-111; in bits 112-135 a dense number of the wallet among all that ever held, from 1, or 0 when it never did; bit
    /// 136 whether it is frozen now; bit 137 whether another wallet replaced it, see `successorOf`.
    function snapshotsOf(address[] calldata holders, uint24 epoch)
        external
        view
        returns (HolderSnapshot[] memory);

    /// @notice Wallet that now stands for `wallet` after recoveries; itself when it was never recovered.
    function successorOf(address wallet) external view returns (address);
}

/// @title IPropertyToken
/// @notice Shares of one property: ERC-20, ERC-3643, ERC-7943, ERC-2612, ERC-3009, ERC-1643 and ERC-165, with record
/// dates.
///
/// Who may what: the owner sets policy (names, registry, rules, documents, agents); agents do the day-to-day (mint, burn,
/// freeze, seize, recover, both pauses). Transfers need a verified receiver, two wallets that are not frozen, enough
/// unfrozen shares, no pause and the consent of the compliance. Mints need the same of the receiver, and forced
/// transfers too but for the compliance; neither is stopped by the pause of transfers.
interface IPropertyToken is
    IERC3643Token,
    IERC7943Fungible,
    IERC1643,
    IAgentRole,
    ISignedActs,
    ISnapshotToken,
    ITransferPreview
{
    struct InitialState {
        string name;
        string symbol;
        uint256 maxSupply;
        address owner;
        address[] agents;
        address identityRegistry;
        address compliance;
    }

    /// @notice Mint and burn stopped.
    event IssuancePaused(address account);

    /// @notice Mint and burn go again.
    event IssuanceUnpaused(address account);

    error PropertyTokenZeroAddress();
    error PropertyTokenEmptyString();
    error PropertyTokenAmountTooLarge(uint256 amount);
    error PropertyTokenMaxSupplyExceeded(uint256 supply, uint256 maxSupply);
    error PropertyTokenPaused();
    error PropertyTokenNotPaused();
    error PropertyTokenIssuancePaused();
    error PropertyTokenIssuanceNotPaused();
    error PropertyTokenWalletFrozen(address wallet);
    error PropertyTokenInsufficientFreeBalance(address wallet, uint256 free, uint256 needed);
    error PropertyTokenAmountAboveFrozen(address wallet, uint256 frozen, uint256 amount);
    error PropertyTokenSelfTransfer();
    error PropertyTokenArrayLengths();
    error PropertyTokenNothingToRecover(address wallet);
    error PropertyTokenRecoveryNotPossible(address lostWallet, address newWallet, address identity);
    error PropertyTokenSupplyExists();
    error PropertyTokenHoldersExhausted();
    error PropertyTokenDocumentUnknown(bytes32 name);
    error PropertyTokenUnsuitableRegistry(address registry);

    /// @notice Sets the token up, unpaused. Once, by the factory, in the creating transaction.
    function initialize(InitialState calldata initial) external;

    /// @inheritdoc IERC7943Fungible
    function forcedTransfer(address from, address to, uint256 amount)
        external
        override(IERC3643Token, IERC7943Fungible)
        returns (bool);

    /// @inheritdoc IERC7943Fungible
    function getFrozenTokens(address account)
        external
        view
        override(IERC3643Token, IERC7943Fungible)
        returns (uint256);

    /// @notice Most shares that may ever exist at once.
    function maxSupply() external view returns (uint256);

    /// @notice Shares of `holder` that are neither partly nor wholly frozen.
    function freeBalanceOf(address holder) external view returns (uint256);

    /// @notice Number of wallets that ever held shares.
    function holderIndexCount() external view returns (uint256);

    /// @notice Stops mint and burn; `pause` stops transfers. Agents only.
    function pauseIssuance() external;

    /// @notice Lets mint and burn go again. Agents only.
    function unpauseIssuance() external;

    /// @notice Whether mint and burn are stopped.
    function issuancePaused() external view returns (bool);

    /// @notice The code this token runs its rarer acts with.
    function extension() external view returns (address);
}
