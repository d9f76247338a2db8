// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC165} from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import {IAgentRole} from "../interfaces/IAgentRole.sol";
import {MovementKind} from "../interfaces/ICompliance.sol";
import {IERC1643} from "../interfaces/IERC1643.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IPropertyToken, ISnapshotToken} from "../interfaces/IPropertyToken.sol";
import {PropertyTokenBatch} from "./PropertyTokenBatch.sol";
import {PropertyTokenForwarding} from "./PropertyTokenForwarding.sol";
import {PropertyTokenRestrictions} from "./PropertyTokenRestrictions.sol";
import {PropertyTokenViews} from "./PropertyTokenViews.sol";
import {Config} from "./PropertyTokenWords.sol";

/// @title PropertyToken
/// @notice See {IPropertyToken}. Behind a beacon; one proxy per property. What is done often is here, the rest in
/// {PropertyTokenExtension}.
contract PropertyToken is
    PropertyTokenForwarding,
    PropertyTokenViews,
    PropertyTokenBatch,
    PropertyTokenRestrictions,
    OwnableUpgradeable,
    IERC20Errors,
    IERC165
{
    /// @dev The Dividends contract: the only one that closes epochs.
    address private immutable SNAPSHOTTER;

    constructor(address snapshotter) {
        if (snapshotter == address(0)) revert PropertyTokenZeroAddress();
        SNAPSHOTTER = snapshotter;
        _disableInitializers();
    }

    /* ERC-20 */

    /// @inheritdoc IERC20
    function transfer(address to, uint256 value) external nonReentrant returns (bool) {
        _move(address(0), msg.sender, to, value, MovementKind.Transfer);
        return true;
    }

    /// @inheritdoc IERC20
    /// @dev Emits `Approval` with what is left of a limited allowance, so that allowances follow from events.
    function transferFrom(address from, address to, uint256 value) external nonReentrant returns (bool) {
        _spendAllowance(from, msg.sender, value);
        address spender = msg.sender == from ? address(0) : msg.sender;
        _move(spender, from, to, value, MovementKind.Transfer);
        return true;
    }

    /// @inheritdoc IERC20
    function approve(address spender, uint256 value) external returns (bool) {
        _approve(msg.sender, spender, value);
        return true;
    }

    /// @inheritdoc IERC3643Token
    function batchTransfer(address[] calldata _toList, uint256[] calldata _amounts) external nonReentrant {
        _moveMany(msg.sender, _toList, _amounts, MovementKind.Transfer);
    }

    /* AGENTS: SUPPLY AND SEIZURE */

    /// @inheritdoc IERC3643Token
    function mint(address _to, uint256 _amount) external onlyAgent nonReentrant {
        _move(address(0), address(0), _to, _amount, MovementKind.Mint);
    }

    /// @inheritdoc IERC3643Token
    function batchMint(address[] calldata _toList, uint256[] calldata _amounts) external onlyAgent nonReentrant {
        _moveMany(address(0), _toList, _amounts, MovementKind.Mint);
    }

    /// @inheritdoc IERC3643Token
    function burn(address _userAddress, uint256 _amount) external onlyAgent nonReentrant {
        _move(address(0), _userAddress, address(0), _amount, MovementKind.Burn);
    }

    /// @inheritdoc IERC3643Token
    function batchBurn(address[] calldata _userAddresses, uint256[] calldata _amounts)
        external
        onlyAgent
        nonReentrant
    {
        _checkLengths(_userAddresses.length, _amounts.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _move(address(0), _userAddresses[i], address(0), _amounts[i], MovementKind.Burn);
        }
    }

    /// @inheritdoc IPropertyToken
    function forcedTransfer(address _from, address _to, uint256 _amount)
        external
        onlyAgent
        nonReentrant
        returns (bool)
    {
        _force(_from, _to, _amount);
        return true;
    }

    /// @inheritdoc IERC3643Token
    function batchForcedTransfer(
        address[] calldata _fromList,
        address[] calldata _toList,
        uint256[] calldata _amounts
    ) external onlyAgent nonReentrant {
        _checkLengths(_fromList.length, _toList.length);
        _checkLengths(_fromList.length, _amounts.length);
        for (uint256 i = 0; i < _fromList.length; i++) {
            _force(_fromList[i], _toList[i], _amounts[i]);
        }
    }

    /* RECORD DATES */

    /// @inheritdoc ISnapshotToken
    function raiseEpoch() external nonReentrant returns (uint24 closedEpoch) {
        if (msg.sender != SNAPSHOTTER) revert PropertyTokenNotSnapshotter(msg.sender);
        Config config = _state().config;
        uint16 open = config.openEpoch();
        if (open == type(uint16).max) revert PropertyTokenEpochExhausted();
        _state().config = config.withOpenEpoch(open + 1);
        emit EpochClosed(open, _state().supply);
        return open;
    }

    /* STANDARDS */

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(IERC165).interfaceId || interfaceId == type(IERC20).interfaceId
            || interfaceId == type(IERC20Metadata).interfaceId || interfaceId == type(IERC20Permit).interfaceId
            || interfaceId == type(IERC3643Token).interfaceId || interfaceId == type(IERC7943Fungible).interfaceId
            || interfaceId == type(IERC1643).interfaceId || interfaceId == type(IAgentRole).interfaceId
            || interfaceId == type(ISnapshotToken).interfaceId;
    }

    /* INTERNAL */

    function _spendAllowance(address owner, address spender, uint256 value) private {
        uint256 allowed = _state().allowances[owner][spender];
        if (allowed == type(uint256).max) return;
        if (allowed < value) revert ERC20InsufficientAllowance(spender, allowed, value);
        unchecked {
            _approve(owner, spender, allowed - value);
        }
    }

    function _checkAgentAdmin() internal view override {
        _checkOwner();
    }
}
