// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev Stands in for a registry or a compliance: answers as its script says, and where that says nothing as the contract
/// behind it, or not at all without one. A line is for one whole call, or for every call of a function.
contract Scripted {
    enum Way {
        Unwritten,
        Answers,
        Reverts,
        Calls
    }

    struct Line {
        Way way;
        bytes data;
    }

    address private immutable BEHIND;
    address private _target;
    mapping(bytes32 call => Line) private _lines;

    /// @dev Of the call made last: whether it succeeded, and what came back.
    bool public succeeded;
    bytes public outcome;

    constructor(address behind) {
        BEHIND = behind;
    }

    function write(bytes calldata call_, Way way, bytes calldata data) external {
        _lines[keccak256(call_)] = Line(way, data);
    }

    /// @dev Whom it calls when the script says so.
    function setTarget(address target) external {
        _target = target;
    }

    fallback(bytes calldata call_) external returns (bytes memory answer) {
        Line memory line = _lines[keccak256(call_)];
        if (line.way == Way.Unwritten) line = _lines[keccak256(call_[:4])];
        if (line.way == Way.Answers) return line.data;
        if (line.way == Way.Reverts) _revert(line.data);
        if (line.way == Way.Calls) {
            (succeeded, outcome) = _target.call(line.data);
            return "";
        }
        bool answered;
        (answered, answer) = BEHIND.call(call_);
        if (!answered) _revert(answer);
    }

    function _revert(bytes memory data) private pure {
        assembly ("memory-safe") {
            revert(add(data, 0x20), mload(data))
        }
    }
}
