// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {HolderSnapshot, IPropertyToken, ISnapshotToken} from "../interfaces/IPropertyToken.sol";
import {PropertyTokenState, PropertyTokenStorage} from "./PropertyTokenStorage.sol";
import {Account, TOKEN_DECIMALS, TOKEN_VERSION, AMOUNT_MASK, EPOCH_SHIFT, FLAGS_SHIFT, INDEX_SHIFT} from "./PropertyTokenWords.sol";

/// @dev Everything a token answers about itself, its holders and its record dates.
abstract contract PropertyTokenViews is IPropertyToken, PropertyTokenStorage {
    /// @inheritdoc IERC20Metadata
    function name() external view returns (string memory) {
        return _state().name;
    }

    /// @inheritdoc IERC20Metadata
    function symbol() external view returns (string memory) {
        return _state().symbol;
    }

    /// @inheritdoc IERC20Metadata
    function decimals() public pure returns (uint8) {
        return TOKEN_DECIMALS;
    }

    /// @inheritdoc IERC3643Token
    function version() public pure returns (string memory) {
        return TOKEN_VERSION;
    }

    /// @inheritdoc IERC20
    function totalSupply() external view returns (uint256) {
        return _state().supply;
    }

    /// @inheritdoc IPropertyToken
    function maxSupply() external view returns (uint256) {
        return _state().maxSupply;
    }

    /// @inheritdoc IERC20
    function balanceOf(address account) external view returns (uint256) {
        return _state().accounts[account].balance();
    }

    /// @inheritdoc IPropertyToken
    function freeBalanceOf(address holder) external view returns (uint256) {
        Account account = _state().accounts[holder];
        return account.isFrozen() ? 0 : account.unfrozen();
    }

    /// @inheritdoc IPropertyToken
    function holderIndexCount() external view returns (uint256) {
        return _state().config.holders();
    }

    /// @inheritdoc IERC20
    function allowance(address owner_, address spender) external view returns (uint256) {
        return _state().allowances[owner_][spender];
    }

    /// @inheritdoc IERC3643Token
    function onchainID() external view returns (address) {
        return _state().onchainID;
    }

    /// @inheritdoc IERC3643Token
    function identityRegistry() external view returns (address) {
        return _state().config.registry();
    }

    /// @inheritdoc IERC3643Token
    function compliance() external view returns (address) {
        return _state().compliance;
    }

    /// @inheritdoc IERC3643Token
    function paused() external view returns (bool) {
        return _state().config.isPaused();
    }

    /// @inheritdoc IPropertyToken
    function issuancePaused() external view returns (bool) {
        return _state().config.isIssuancePaused();
    }

    /// @inheritdoc IERC3643Token
    function isFrozen(address _userAddress) external view returns (bool) {
        return _state().accounts[_userAddress].isFrozen();
    }

    /// @inheritdoc IPropertyToken
    function getFrozenTokens(address _userAddress) external view returns (uint256) {
        return _state().accounts[_userAddress].frozen();
    }

    /* RECORD DATES */

    /// @inheritdoc ISnapshotToken
    function snapshotEpoch() external view returns (uint24) {
        return _state().config.openEpoch();
    }

    /// @inheritdoc ISnapshotToken
    function balanceAt(address holder, uint24 epoch) external view returns (uint256) {
        return _balanceAt(holder, _state().accounts[holder], _closed(epoch));
    }

    /// @inheritdoc ISnapshotToken
    function supplyAt(uint24 epoch) external view returns (uint256) {
        return _supplyAt(_closed(epoch));
    }

    /// @inheritdoc ISnapshotToken
    function snapshotsOf(address[] calldata holders, uint24 epoch)
        external
        view
        returns (HolderSnapshot[] memory snapshots)
    {
        PropertyTokenState storage $ = _state();
        uint16 closed = _closed(epoch);
        mapping(address holder => Account) storage accounts = $.accounts;
        snapshots = new HolderSnapshot[](holders.length);
        unchecked {
            for (uint256 i = 0; i < holders.length; ++i) {
                uint256 account;
                assembly ("memory-safe") {
                    mstore(0x00, shr(96, shl(96, calldataload(add(holders.offset, shl(5, i))))))
                    mstore(0x20, accounts.slot)
                    account := sload(keccak256(0x00, 0x40))
                }
                // Index and flags side by side, as the account has them; then the balance that stood then.
                uint256 word = (account >> INDEX_SHIFT) << 112 | ((account >> FLAGS_SHIFT) & 3) << 136;
                word |= uint16(account >> EPOCH_SHIFT) <= closed
                    ? account & AMOUNT_MASK
                    : _balanceAt(holders[i], Account.wrap(account), closed);
                assembly ("memory-safe") {
                    mstore(add(add(snapshots, 0x20), shl(5, i)), word)
                }
            }
        }
        assembly ("memory-safe") {
            let answer := sub(snapshots, 0x20)
            mstore(answer, 0x20)
            return(answer, add(shl(5, holders.length), 0x40))
        }
    }

    /// @inheritdoc ISnapshotToken
    function successorOf(address wallet) external view returns (address) {
        // Ends: a recovery always points at a wallet whose own pointer it deletes.
        for (address next = _state().successors[wallet]; next != address(0); next = _state().successors[wallet]) {
            wallet = next;
        }
        return wallet;
    }

    function _closed(uint24 epoch) private view returns (uint16) {
        if (epoch == 0 || epoch >= _state().config.openEpoch()) revert PropertyTokenEpochNotClosed(epoch);
        return uint16(epoch);
    }
}
