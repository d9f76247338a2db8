// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.24;

/// @dev What a later version of LayoutBefore may do to its storage, and what it must not.
struct LayoutEntry {
    uint128 amount;
    uint64 since;
}

contract LayoutBefore {
    /// @custom:storage-location erc7201:freehold.test.Layout
    struct Kept {
        address first;
        uint96 second;
        address third;
        mapping(address => LayoutEntry) entries;
    }

    uint256 internal plain;
}

contract LayoutAppended {
    /// @custom:storage-location erc7201:freehold.test.Layout
    struct Kept {
        address first;
        uint96 second;
        address third;
        mapping(address => LayoutEntry) entries;
        uint256 fourth;
    }

    /// @custom:storage-location erc7201:freehold.test.Another
    struct Another {
        uint256 value;
    }

    uint256 internal plain;
    uint256 internal more;
}

contract LayoutMoved {
    /// @custom:storage-location erc7201:freehold.test.Layout
    struct Kept {
        uint256 squeezedIn;
        address first;
        uint96 second;
        address third;
        mapping(address => LayoutEntry) entries;
    }

    uint256 internal plain;
}

contract LayoutSwapped {
    /// @custom:storage-location erc7201:freehold.test.Layout
    struct Kept {
        address third;
        uint96 second;
        address first;
        mapping(address => LayoutEntry) entries;
    }

    uint256 internal plain;
}

contract LayoutRetyped {
    /// @custom:storage-location erc7201:freehold.test.Layout
    struct Kept {
        address first;
        uint64 second;
        address third;
        mapping(address => uint256) entries;
    }

    uint256 internal plain;
}

contract LayoutDropped {
    /// @custom:storage-location erc7201:freehold.test.Layout
    struct Kept {
        address first;
        uint96 second;
        mapping(address => LayoutEntry) entries;
    }

    uint256 internal plain;
}

contract LayoutRenamed {
    /// @custom:storage-location erc7201:freehold.test.Elsewhere
    struct Kept {
        address first;
        uint96 second;
        address third;
        mapping(address => LayoutEntry) entries;
    }

    address internal owner;
    uint256 internal plain;
}
