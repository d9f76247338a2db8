// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev An external rule that misbehaves as it is told, one mood per function, and counts what it hears.
contract MoodyModule {
    enum Mood {
        Fine,
        SaysNo,
        Reverts,
        EatsGas,
        AnswersHugely,
        RevertsHugely,
        AnswersNothing,
        AnswersTwo,
        Reenters
    }

    Mood public onCheck;
    Mood public onAction;
    Mood public onUnbind;
    bool public plugAndPlay = true;
    bool public suitable = true;
    uint256 public transfers;
    uint256 public mints;
    uint256 public burns;
    uint256 public parameter;
    bytes public outcome;
    address private _target;
    bytes private _call;
    mapping(address compliance => bool) private _bound;

    event ComplianceBound(address indexed _compliance);
    event ComplianceUnbound(address indexed _compliance);

    error MoodyModuleNo(uint256 parameter);

    function setMoods(Mood onCheck_, Mood onAction_, Mood onUnbind_) external {
        (onCheck, onAction, onUnbind) = (onCheck_, onAction_, onUnbind_);
    }

    function setBinding(bool plugAndPlay_, bool suitable_) external {
        (plugAndPlay, suitable) = (plugAndPlay_, suitable_);
    }

    /// @dev What it calls when it re-enters.
    function setReentry(address target, bytes calldata data) external {
        (_target, _call) = (target, data);
    }

    /// @dev Like parameters of real modules: only through the compliance that bound it.
    function setParameter(uint256 parameter_) external {
        if (!_bound[msg.sender] || parameter_ == 13) revert MoodyModuleNo(parameter_);
        parameter = parameter_;
    }

    function bindCompliance(address _compliance) external {
        _bound[_compliance] = true;
        emit ComplianceBound(_compliance);
    }

    function unbindCompliance(address _compliance) external {
        _act(onUnbind);
        _bound[_compliance] = false;
        emit ComplianceUnbound(_compliance);
    }

    function moduleTransferAction(address, address, uint256) external {
        _act(onAction);
        transfers++;
    }

    function moduleMintAction(address, uint256) external {
        _act(onAction);
        mints++;
    }

    function moduleBurnAction(address, uint256) external {
        _act(onAction);
        burns++;
    }

    function moduleCheck(address, address, uint256, address) external view returns (bool) {
        Mood mood = onCheck;
        if (mood == Mood.AnswersNothing) _answer(0);
        if (mood == Mood.AnswersTwo) {
            assembly ("memory-safe") {
                mstore(0, 2)
                return(0, 0x20)
            }
        }
        _misbehave(mood);
        return mood != Mood.SaysNo;
    }

    function isComplianceBound(address _compliance) external view returns (bool) {
        return _bound[_compliance];
    }

    function canComplianceBind(address) external view returns (bool) {
        return suitable;
    }

    function isPlugAndPlay() external view returns (bool) {
        return plugAndPlay;
    }

    function name() external pure returns (string memory) {
        return "MoodyModule";
    }

    function _act(Mood mood) private {
        if (mood == Mood.Reenters) {
            (, outcome) = _target.call(_call);
            return;
        }
        _misbehave(mood);
    }

    function _misbehave(Mood mood) private pure {
        if (mood == Mood.Reverts) revert MoodyModuleNo(0);
        if (mood == Mood.RevertsHugely) {
            assembly ("memory-safe") {
                revert(0, 100000)
            }
        }
        if (mood == Mood.AnswersHugely) _answer(100_000);
        if (mood == Mood.EatsGas) {
            assembly ("memory-safe") {
                invalid()
            }
        }
    }

    /// @dev The first word is one: yes, for who reads no further.
    function _answer(uint256 size) private pure {
        assembly ("memory-safe") {
            mstore(0, 1)
            return(0, size)
        }
    }
}
