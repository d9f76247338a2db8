// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {AgentRole} from "../base/AgentRole.sol";
import {Guarded} from "../base/Guarded.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IERC7943Fungible} from "../interfaces/IERC7943Fungible.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {PropertyTokenFreezing} from "./PropertyTokenFreezing.sol";
import {Config, ISSUANCE_PAUSED_BIT, PAUSED_BIT} from "./PropertyTokenWords.sol";

/// @dev Pauses and freezes, an agent's. Guarded, so that nothing a movement asks can change what it is about to write.
abstract contract PropertyTokenRestrictions is IPropertyToken, PropertyTokenFreezing, AgentRole, Guarded {
    /// @inheritdoc IERC3643Token
    function pause() external onlyAgent nonReentrant {
        Config config = _state().config;
        if (config.isPaused()) revert PropertyTokenPaused();
        _state().config = config.withBit(PAUSED_BIT, true);
        emit Paused(msg.sender);
    }

    /// @inheritdoc IERC3643Token
    function unpause() external onlyAgent nonReentrant {
        Config config = _state().config;
        if (!config.isPaused()) revert PropertyTokenNotPaused();
        _state().config = config.withBit(PAUSED_BIT, false);
        emit Unpaused(msg.sender);
    }

    /// @inheritdoc IPropertyToken
    function pauseIssuance() external onlyAgent nonReentrant {
        Config config = _state().config;
        if (config.isIssuancePaused()) revert PropertyTokenIssuancePaused();
        _state().config = config.withBit(ISSUANCE_PAUSED_BIT, true);
        emit IssuancePaused(msg.sender);
    }

    /// @inheritdoc IPropertyToken
    function unpauseIssuance() external onlyAgent nonReentrant {
        Config config = _state().config;
        if (!config.isIssuancePaused()) revert PropertyTokenIssuanceNotPaused();
        _state().config = config.withBit(ISSUANCE_PAUSED_BIT, false);
        emit IssuanceUnpaused(msg.sender);
    }

    /// @inheritdoc IERC3643Token
    function setAddressFrozen(address _userAddress, bool _freeze) external onlyAgent nonReentrant {
        _setAddressFrozen(_userAddress, _freeze);
    }

    /// @inheritdoc IERC7943Fungible
    function setFrozenTokens(address account, uint256 amount) external onlyAgent nonReentrant returns (bool) {
        _setFrozenTokens(account, amount);
        return true;
    }

    /// @inheritdoc IERC3643Token
    function freezePartialTokens(address _userAddress, uint256 _amount) external onlyAgent nonReentrant {
        _freezeTokens(_userAddress, _amount);
    }

    /// @inheritdoc IERC3643Token
    function unfreezePartialTokens(address _userAddress, uint256 _amount) external onlyAgent nonReentrant {
        _unfreezeTokens(_userAddress, _amount);
    }

    /// @inheritdoc IERC3643Token
    function batchSetAddressFrozen(address[] calldata _userAddresses, bool[] calldata _freeze)
        external
        onlyAgent
        nonReentrant
    {
        _checkLengths(_userAddresses.length, _freeze.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _setAddressFrozen(_userAddresses[i], _freeze[i]);
        }
    }

    /// @inheritdoc IERC3643Token
    function batchFreezePartialTokens(address[] calldata _userAddresses, uint256[] calldata _amounts)
        external
        onlyAgent
        nonReentrant
    {
        _checkLengths(_userAddresses.length, _amounts.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _freezeTokens(_userAddresses[i], _amounts[i]);
        }
    }

    /// @inheritdoc IERC3643Token
    function batchUnfreezePartialTokens(address[] calldata _userAddresses, uint256[] calldata _amounts)
        external
        onlyAgent
        nonReentrant
    {
        _checkLengths(_userAddresses.length, _amounts.length);
        for (uint256 i = 0; i < _userAddresses.length; i++) {
            _unfreezeTokens(_userAddresses[i], _amounts[i]);
        }
    }
}
