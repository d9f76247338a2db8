// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {OwnableUpgradeable} from "@openzeppelin/contracts-upgradeable/access/OwnableUpgradeable.sol";
import {ERC165Checker} from "@openzeppelin/contracts/utils/introspection/ERC165Checker.sol";
import {AgentRole} from "../base/AgentRole.sol";
import {Guarded} from "../base/Guarded.sol";
import {ICompliance, IERC3643Compliance} from "../interfaces/ICompliance.sol";
import {IERC3643Token} from "../interfaces/IERC3643Token.sol";
import {IIdentityRegistry} from "../interfaces/IIdentityRegistry.sol";
import {IPropertyToken} from "../interfaces/IPropertyToken.sol";
import {PropertyTokenState, PropertyTokenStorage} from "./PropertyTokenStorage.sol";
import {JUDGES_BIT, TOKEN_DECIMALS, TOKEN_VERSION} from "./PropertyTokenWords.sol";

/// @dev How a token begins, and what its owner may change.
abstract contract PropertyTokenSettings is PropertyTokenStorage, OwnableUpgradeable, AgentRole, Guarded {
    function initialize(IPropertyToken.InitialState calldata initial) external initializer {
        PropertyTokenState storage $ = _state();
        __Ownable_init(initial.owner);
        _setText(initial.name, initial.symbol);
        if (initial.maxSupply > type(uint104).max) {
            revert IPropertyToken.PropertyTokenAmountTooLarge(initial.maxSupply);
        }
        $.maxSupply = uint104(initial.maxSupply);
        $.supplyEpoch = 1;
        $.config = $.config.withOpenEpoch(1);
        _setIdentityRegistry(initial.identityRegistry);
        _setCompliance(initial.compliance);
        for (uint256 i = 0; i < initial.agents.length; i++) {
            _addAgent(initial.agents[i]);
        }
        emit IERC3643Token.Unpaused(msg.sender);
    }

    function setName(string calldata _name) external onlyOwner {
        _setText(_name, _state().symbol);
        _emitInformation();
    }

    function setSymbol(string calldata _symbol) external onlyOwner {
        _setText(_state().name, _symbol);
        _emitInformation();
    }

    function setOnchainID(address _onchainID) external onlyOwner {
        _state().onchainID = _onchainID;
        _emitInformation();
    }

    /// @dev A registry that cannot answer for two parties at once would stop every movement: it is refused.
    function setIdentityRegistry(address _identityRegistry) external onlyOwner {
        (bool answered, bytes memory answer) =
            _identityRegistry.staticcall(abi.encodeCall(IIdentityRegistry.parties, (address(0), address(0))));
        if (!answered || answer.length < 0x40) {
            revert IPropertyToken.PropertyTokenUnsuitableRegistry(_identityRegistry);
        }
        _setIdentityRegistry(_identityRegistry);
    }

    /// @dev Only before the first share: rules that count holders would start from wrong sums. Guarded, so that the first
    /// share is not on its way either.
    function setCompliance(address _compliance) external onlyOwner nonReentrant {
        PropertyTokenState storage $ = _state();
        if ($.supply != 0) revert IPropertyToken.PropertyTokenSupplyExists();
        IERC3643Compliance($.compliance).unbindToken(address(this));
        _setCompliance(_compliance);
        IERC3643Compliance(_compliance).bindToken(address(this));
    }

    function _setText(string memory name_, string memory symbol_) private {
        if (bytes(name_).length == 0 || bytes(symbol_).length == 0) {
            revert IPropertyToken.PropertyTokenEmptyString();
        }
        _state().name = name_;
        _state().symbol = symbol_;
    }

    function _emitInformation() private {
        PropertyTokenState storage $ = _state();
        emit IERC3643Token.UpdatedTokenInformation($.name, $.symbol, TOKEN_DECIMALS, TOKEN_VERSION, $.onchainID);
    }

    function _setIdentityRegistry(address registry) private {
        if (registry == address(0)) revert IPropertyToken.PropertyTokenZeroAddress();
        _state().config = _state().config.withRegistry(registry);
        emit IERC3643Token.IdentityRegistryAdded(registry);
    }

    function _setCompliance(address compliance) private {
        if (compliance == address(0)) revert IPropertyToken.PropertyTokenZeroAddress();
        PropertyTokenState storage $ = _state();
        $.compliance = compliance;
        bool judges = ERC165Checker.supportsInterface(compliance, type(ICompliance).interfaceId);
        $.config = $.config.withBit(JUDGES_BIT, judges);
        emit IERC3643Token.ComplianceAdded(compliance);
    }

    function _checkAgentAdmin() internal view virtual override {
        _checkOwner();
    }
}
