// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

import {HolderSnapshot} from "../../../contracts/interfaces/IPropertyToken.sol";

/// @dev A token that says of its holders whatever it was told to.
contract ScriptedToken {
    uint256 public supply = 100;
    uint24 private _epoch;
    bool private _shortens;
    bool private _refuses;
    uint256 private _claims;
    mapping(address holder => uint256) private _words;
    mapping(address wallet => address) public successorOf;

    function script(address holder, uint256 word) external {
        _words[holder] = word;
    }

    function setSupply(uint256 supply_) external {
        supply = supply_;
    }

    function setShortens(bool shortens) external {
        _shortens = shortens;
    }

    function setRefuses(bool refuses) external {
        _refuses = refuses;
    }

    /// @dev How many words it says it answers with, however many it does; 0 for the truth.
    function setClaims(uint256 claims) external {
        _claims = claims;
    }

    function raiseEpoch() external returns (uint24) {
        return ++_epoch;
    }

    function supplyAt(uint24) external view returns (uint256) {
        return supply;
    }

    function snapshotsOf(address[] calldata holders, uint24) external view returns (HolderSnapshot[] memory words) {
        if (_refuses) revert("not now");
        words = new HolderSnapshot[](_shortens ? holders.length - 1 : holders.length);
        for (uint256 i = 0; i < words.length; i++) {
            words[i] = HolderSnapshot.wrap(_words[holders[i]]);
        }
        uint256 claims = _claims;
        if (claims == 0) return words;
        bytes memory answer = abi.encode(words);
        assembly ("memory-safe") {
            mstore(add(answer, 0x40), claims)
            return(add(answer, 0x20), mload(answer))
        }
    }
}

/// @dev Money with hooks and moods, as USDC is not.
contract MoodyMoney {
    enum Mood {
        Honest,
        SaysNothing,
        SaysNo,
        SaysTwo,
        Reverts,
        BurnsGas,
        CallsBack
    }

    mapping(address account => uint256) public balanceOf;
    mapping(address account => Mood) public moodAbout;
    address private _called;
    bytes private _call;
    bool public calledBackWithSuccess;
    bytes public answer;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function setMood(address about, Mood mood) external {
        moodAbout[about] = mood;
    }

    function setCall(address called, bytes calldata call_) external {
        (_called, _call) = (called, call_);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        _move(from, to, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        Mood mood = moodAbout[to];
        if (mood == Mood.SaysNo) return false;
        if (mood == Mood.Reverts) revert("no");
        if (mood == Mood.BurnsGas) {
            while (true) {}
        }
        _move(msg.sender, to, amount);
        if (mood == Mood.CallsBack) (calledBackWithSuccess, answer) = _called.call(_call);
        if (mood == Mood.SaysNothing) _return(0);
        if (mood == Mood.SaysTwo) _return(32);
        return true;
    }

    function _move(address from, address to, uint256 amount) private {
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }

    function _return(uint256 size) private pure {
        assembly ("memory-safe") {
            mstore(0, 2)
            return(0, size)
        }
    }
}
