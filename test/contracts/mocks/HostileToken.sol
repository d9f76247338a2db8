// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev A token that misbehaves on `transferFrom` as it is told to. Free to mint; also serves as a currency.
contract HostileToken {
    enum Mode {
        Honest,
        SaysFalse,
        SaysNothing,
        MovesNothing,
        TakesFee,
        TakesAll,
        Reenters,
        BurnsGas,
        RevertsAtLength
    }

    uint256 private constant LONG = 20_000;

    mapping(address account => uint256) public balanceOf;
    mapping(address owner => mapping(address spender => uint256)) public allowance;
    Mode private _mode;
    address private _target;
    bytes private _call;
    bool public reentered;
    bytes public answer;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        return true;
    }

    function setMode(Mode mode) external {
        _mode = mode;
    }

    /// @dev What is called in the middle of a transfer.
    function setCall(address target, bytes calldata data) external {
        (_target, _call, _mode) = (target, data, Mode.Reenters);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        Mode mode = _mode;
        if (mode == Mode.SaysFalse) return false;
        if (mode == Mode.MovesNothing) return true;
        if (mode == Mode.BurnsGas) while (true) {}
        if (mode == Mode.RevertsAtLength) {
            assembly {
                revert(0, LONG)
            }
        }
        if (mode == Mode.Reenters) (reentered, answer) = _target.call(_call);
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        if (mode == Mode.TakesAll) balanceOf[to] = 0;
        else balanceOf[to] += mode == Mode.TakesFee ? amount - amount / 100 : amount;
        if (mode == Mode.SaysNothing) {
            assembly {
                return(0, 0)
            }
        }
        return true;
    }

    /// @dev As an authorization of USDC moves, without asking for a signature.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 amount,
        uint256,
        uint256,
        bytes32,
        bytes calldata
    ) external {
        if (_mode == Mode.MovesNothing) return;
        if (_mode == Mode.Reenters) (reentered, answer) = _target.call(_call);
        balanceOf[from] -= amount;
        balanceOf[to] += _mode == Mode.TakesFee ? amount - amount / 100 : amount;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        if (_mode == Mode.Reenters) (reentered, answer) = _target.call(_call);
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
        return true;
    }
}

/// @dev Answers any question about a movement with the bytes it was given, as a careless token might.
contract BabblingToken {
    bytes private _answer;

    constructor(bytes memory answer_) {
        _answer = answer_;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}
