// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev A handler whose acts are known by number. Counts how often each achieved something, and turns every third call
/// into one that has not yet, so that no sequence leaves a kind of act out by chance.
abstract contract Campaign {
    uint256 private _calls;
    mapping(uint256 kind => uint256) private _done;

    /// @dev One act; `a`, `b` and `c` say on whom and on how much.
    function act(uint256 kind, uint256 a, uint256 b, uint256 c) external {
        uint256 call = _calls++;
        // The runner likes small and special numbers; spread out, they fall into every branch of the acts.
        kind = _spread(kind, call) % _kinds();
        bool steered = call % 3 == 2;
        if (steered) (kind, steered) = _firstIdle(kind);
        bool done = _perform(kind, _spread(a, call), _spread(b, call), _spread(c, call));
        if (steered && !done) {
            _prepare();
            for (uint256 i = 1; i <= 16 && !done; i++) {
                done = _perform(kind, _spread(a, call + (i << 128)), _spread(b, call + (i << 128)), c);
            }
        }
        if (done) _done[kind]++;
    }

    /// @dev Some kind of act that never achieved anything, and whether there is one. Of a sequence that the runner has
    /// shortened to show another failure nothing is said.
    function idle() external view returns (uint256 kind, bool found) {
        if (_calls != 0 && _calls < 5 * _kinds()) return (0, false);
        return _firstIdle(0);
    }

    function _kinds() internal pure virtual returns (uint256);

    /// @dev Does the act of number `kind`; false when there was nothing to do it on.
    function _perform(uint256 kind, uint256 a, uint256 b, uint256 c) internal virtual returns (bool);

    /// @dev Brings about what every kind of act needs.
    function _prepare() internal virtual;

    /// @dev From `start` on, round and round; `start` itself when there is none.
    function _firstIdle(uint256 start) private view returns (uint256, bool) {
        for (uint256 i = 0; i < _kinds(); i++) {
            uint256 kind = (start + i) % _kinds();
            if (_done[kind] == 0) return (kind, true);
        }
        return (start, false);
    }

    function _spread(uint256 value, uint256 call) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(value, call)));
    }
}
