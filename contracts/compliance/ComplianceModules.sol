// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {Movement, MovementKind} from "../interfaces/ICompliance.sol";
import {IComplianceModule, IModularCompliance} from "../interfaces/IComplianceModule.sol";
import {ComplianceRulebook} from "./ComplianceRulebook.sol";
import {ComplianceState} from "./ComplianceStorage.sol";
import {HAS_MODULES} from "./ComplianceWords.sol";

/// @dev External rules. They are asked by static calls, told after balances have changed, and never trusted to return:
/// what they answer is read up to one word, and where they may not stop anything they get a fixed amount of gas.
abstract contract ComplianceModules is ComplianceRulebook, IModularCompliance {
    uint256 private constant MAX_MODULES = 8;
    uint256 private constant BOUNDED_GAS = 300_000;

    /// @dev So much must be left that a module gets its gas in full: nobody may starve it by sending too little.
    uint256 private constant NEEDED_GAS = BOUNDED_GAS + BOUNDED_GAS / 63 + 10_000;

    /// @inheritdoc IModularCompliance
    function addModule(address _module) external onlyOwner {
        ComplianceState storage $ = _state();
        if (_module.code.length == 0) revert ComplianceNotAModule(_module);
        if (isModuleBound(_module)) revert ComplianceModuleBound(_module);
        if ($.modules.length == MAX_MODULES) revert ComplianceTooManyModules(MAX_MODULES);
        IComplianceModule module = IComplianceModule(_module);
        if (!module.isPlugAndPlay() && !module.canComplianceBind(address(this))) {
            revert ComplianceModuleUnsuitable(_module);
        }
        $.modules.push(_module);
        $.terms = $.terms.with(HAS_MODULES, true);
        emit ModuleAdded(_module);
        module.bindCompliance(address(this));
    }

    /// @inheritdoc IModularCompliance
    function removeModule(address _module) external onlyOwner {
        ComplianceState storage $ = _state();
        uint256 last = $.modules.length;
        uint256 index = 0;
        while (index < last && $.modules[index] != _module) index++;
        if (index == last) revert ComplianceModuleNotBound(_module);
        $.modules[index] = $.modules[last - 1];
        $.modules.pop();
        if (last == 1) $.terms = $.terms.with(HAS_MODULES, false);
        emit ModuleRemoved(_module);
        _tellBounded(_module, abi.encodeCall(IComplianceModule.unbindCompliance, (address(this))));
    }

    /// @inheritdoc IModularCompliance
    function callModuleFunction(bytes calldata callData, address _module) external onlyOwner {
        if (!isModuleBound(_module)) revert ComplianceModuleNotBound(_module);
        emit ModuleInteraction(_module, bytes4(callData));
        (bool done, bytes memory answer) = _module.call(callData);
        if (done) return;
        assembly ("memory-safe") {
            revert(add(answer, 0x20), mload(answer))
        }
    }

    /// @inheritdoc IModularCompliance
    function getModules() external view returns (address[] memory) {
        return _state().modules;
    }

    /// @inheritdoc IModularCompliance
    function isModuleBound(address _module) public view returns (bool) {
        address[] memory modules = _state().modules;
        for (uint256 i = 0; i < modules.length; i++) {
            if (modules[i] == _module) return true;
        }
        return false;
    }

    /// @dev A module that cannot answer refuses.
    function _refusalByModules(Movement memory m) internal view returns (bytes memory) {
        address[] memory modules = _state().modules;
        bytes memory question =
            abi.encodeCall(IComplianceModule.moduleCheck, (m.from, m.to, m.amount, address(this)));
        for (uint256 i = 0; i < modules.length; i++) {
            address module = modules[i];
            bool allowed;
            assembly ("memory-safe") {
                let answered := staticcall(gas(), module, add(question, 0x20), mload(question), 0, 0x20)
                allowed := and(and(answered, gt(returndatasize(), 0x1f)), eq(mload(0), 1))
            }
            if (!allowed) return abi.encodeWithSelector(ComplianceModuleRefused.selector, module);
        }
        return "";
    }

    /// @param bounded whether the movement goes on whatever a module does
    function _tellModules(Movement memory m, bool bounded) internal {
        address[] memory modules = _state().modules;
        bytes memory news = abi.encodeCall(IComplianceModule.moduleTransferAction, (m.from, m.to, m.amount));
        if (m.kind == MovementKind.Mint) {
            news = abi.encodeCall(IComplianceModule.moduleMintAction, (m.to, m.amount));
        } else if (m.kind == MovementKind.Burn) {
            news = abi.encodeCall(IComplianceModule.moduleBurnAction, (m.from, m.amount));
        }
        for (uint256 i = 0; i < modules.length; i++) {
            if (bounded) _tellBounded(modules[i], news);
            else if (!_call(modules[i], gasleft(), news)) revert ComplianceModuleFailed(modules[i]);
        }
    }

    function _tellBounded(address module, bytes memory news) private {
        if (gasleft() < NEEDED_GAS) revert ComplianceModuleGas(NEEDED_GAS);
        if (!_call(module, BOUNDED_GAS, news)) emit ModuleFailed(module, bytes4(news));
    }

    /// @dev Copies nothing of what comes back. An address without code, gone since, did not listen.
    function _call(address module, uint256 gasGiven, bytes memory data) private returns (bool done) {
        if (module.code.length == 0) return false;
        assembly ("memory-safe") {
            done := call(gasGiven, module, 0, add(data, 0x20), mload(data), 0, 0)
        }
    }
}
