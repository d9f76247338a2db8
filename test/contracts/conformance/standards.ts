import { parseAbi } from 'viem';

/** The standards a property token claims, as their texts write them: nothing here comes from our own interfaces. */

export const erc20 = parseAbi([
  'function name() view returns (string)',
  'function symbol() view returns (string)',
  'function decimals() view returns (uint8)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address account) view returns (uint256)',
  'function allowance(address owner, address spender) view returns (uint256)',
  'function transfer(address to, uint256 value) returns (bool)',
  'function transferFrom(address from, address to, uint256 value) returns (bool)',
  'function approve(address spender, uint256 value) returns (bool)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
]);

export const erc165 = parseAbi(['function supportsInterface(bytes4 interfaceId) view returns (bool)']);

export const erc173 = parseAbi([
  'function owner() view returns (address)',
  'function transferOwnership(address newOwner)',
  'event OwnershipTransferred(address indexed previousOwner, address indexed newOwner)',
]);

export const erc2612 = parseAbi([
  'function permit(address owner, address spender, uint256 value, uint256 deadline, uint8 v, bytes32 r, bytes32 s)',
  'function nonces(address owner) view returns (uint256)',
  'function DOMAIN_SEPARATOR() view returns (bytes32)',
]);

export const erc3009 = parseAbi([
  'function authorizationState(address authorizer, bytes32 nonce) view returns (bool)',
  'function transferWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)',
  'function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)',
  'function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s)',
  'event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce)',
  'event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce)',
]);

export const erc7943 = parseAbi([
  'function forcedTransfer(address from, address to, uint256 amount) returns (bool)',
  'function setFrozenTokens(address account, uint256 amount) returns (bool)',
  'function canSend(address account) view returns (bool)',
  'function canReceive(address account) view returns (bool)',
  'function getFrozenTokens(address account) view returns (uint256)',
  'function canTransfer(address from, address to, uint256 amount) view returns (bool)',
  'event ForcedTransfer(address indexed from, address indexed to, uint256 amount)',
  'event Frozen(address indexed account, uint256 amount)',
  'error ERC7943InsufficientUnfrozenBalance(address account, uint256 amount, uint256 unfrozen)',
]);

export const erc1643 = parseAbi([
  'function getDocument(bytes32 name) view returns (string, bytes32, uint256)',
  'function setDocument(bytes32 name, string uri, bytes32 documentHash)',
  'function removeDocument(bytes32 name)',
  'function getAllDocuments() view returns (bytes32[])',
  'event DocumentRemoved(bytes32 indexed name, string uri, bytes32 documentHash)',
  'event DocumentUpdated(bytes32 indexed name, string uri, bytes32 documentHash)',
]);

export const agentRole = parseAbi([
  'function addAgent(address agent)',
  'function removeAgent(address agent)',
  'function isAgent(address agent) view returns (bool)',
  'event AgentAdded(address indexed agent)',
  'event AgentRemoved(address indexed agent)',
]);

export const erc3643Token = parseAbi([
  'function onchainID() view returns (address)',
  'function version() view returns (string)',
  'function identityRegistry() view returns (address)',
  'function compliance() view returns (address)',
  'function paused() view returns (bool)',
  'function isFrozen(address wallet) view returns (bool)',
  'function getFrozenTokens(address wallet) view returns (uint256)',
  'function setName(string name)',
  'function setSymbol(string symbol)',
  'function setOnchainID(address onchainID)',
  'function pause()',
  'function unpause()',
  'function setAddressFrozen(address wallet, bool freeze)',
  'function freezePartialTokens(address wallet, uint256 amount)',
  'function unfreezePartialTokens(address wallet, uint256 amount)',
  'function setIdentityRegistry(address identityRegistry)',
  'function setCompliance(address compliance)',
  'function forcedTransfer(address from, address to, uint256 amount) returns (bool)',
  'function mint(address to, uint256 amount)',
  'function burn(address wallet, uint256 amount)',
  'function recoveryAddress(address lostWallet, address newWallet, address investorOnchainID) returns (bool)',
  'function batchTransfer(address[] toList, uint256[] amounts)',
  'function batchForcedTransfer(address[] fromList, address[] toList, uint256[] amounts)',
  'function batchMint(address[] toList, uint256[] amounts)',
  'function batchBurn(address[] wallets, uint256[] amounts)',
  'function batchSetAddressFrozen(address[] wallets, bool[] freeze)',
  'function batchFreezePartialTokens(address[] wallets, uint256[] amounts)',
  'function batchUnfreezePartialTokens(address[] wallets, uint256[] amounts)',
  'event UpdatedTokenInformation(string newName, string newSymbol, uint8 newDecimals, string newVersion, address newOnchainID)',
  'event IdentityRegistryAdded(address indexed identityRegistry)',
  'event ComplianceAdded(address indexed compliance)',
  'event RecoverySuccess(address lostWallet, address newWallet, address investorOnchainID)',
  'event AddressFrozen(address indexed wallet, bool indexed isFrozen, address indexed owner)',
  'event TokensFrozen(address indexed wallet, uint256 amount)',
  'event TokensUnfrozen(address indexed wallet, uint256 amount)',
  'event Paused(address account)',
  'event Unpaused(address account)',
]);

export const erc3643Registry = parseAbi([
  'function identityStorage() view returns (address)',
  'function issuersRegistry() view returns (address)',
  'function topicsRegistry() view returns (address)',
  'function setIdentityRegistryStorage(address identityRegistryStorage)',
  'function setClaimTopicsRegistry(address claimTopicsRegistry)',
  'function setTrustedIssuersRegistry(address trustedIssuersRegistry)',
  'function registerIdentity(address wallet, address identity, uint16 country)',
  'function deleteIdentity(address wallet)',
  'function updateCountry(address wallet, uint16 country)',
  'function updateIdentity(address wallet, address identity)',
  'function batchRegisterIdentity(address[] wallets, address[] identities, uint16[] countries)',
  'function contains(address wallet) view returns (bool)',
  'function isVerified(address wallet) view returns (bool)',
  'function identity(address wallet) view returns (address)',
  'function investorCountry(address wallet) view returns (uint16)',
  'event ClaimTopicsRegistrySet(address indexed claimTopicsRegistry)',
  'event IdentityStorageSet(address indexed identityStorage)',
  'event TrustedIssuersRegistrySet(address indexed trustedIssuersRegistry)',
  'event IdentityRegistered(address indexed investorAddress, address indexed identity)',
  'event IdentityRemoved(address indexed investorAddress, address indexed identity)',
  'event IdentityUpdated(address indexed oldIdentity, address indexed newIdentity)',
  'event CountryUpdated(address indexed investorAddress, uint16 indexed country)',
]);

export const erc3643Storage = parseAbi([
  'function storedIdentity(address wallet) view returns (address)',
  'function storedInvestorCountry(address wallet) view returns (uint16)',
  'function addIdentityToStorage(address wallet, address identity, uint16 country)',
  'function removeIdentityFromStorage(address wallet)',
  'function modifyStoredInvestorCountry(address wallet, uint16 country)',
  'function modifyStoredIdentity(address wallet, address identity)',
  'function bindIdentityRegistry(address identityRegistry)',
  'function unbindIdentityRegistry(address identityRegistry)',
  'function linkedIdentityRegistries() view returns (address[])',
  'event IdentityStored(address indexed investorAddress, address indexed identity)',
  'event IdentityUnstored(address indexed investorAddress, address indexed identity)',
  'event IdentityModified(address indexed oldIdentity, address indexed newIdentity)',
  'event CountryModified(address indexed investorAddress, uint16 indexed country)',
  'event IdentityRegistryBound(address indexed identityRegistry)',
  'event IdentityRegistryUnbound(address indexed identityRegistry)',
]);

export const erc3643Issuers = parseAbi([
  'function addTrustedIssuer(address trustedIssuer, uint256[] claimTopics)',
  'function removeTrustedIssuer(address trustedIssuer)',
  'function updateIssuerClaimTopics(address trustedIssuer, uint256[] claimTopics)',
  'function getTrustedIssuers() view returns (address[])',
  'function isTrustedIssuer(address issuer) view returns (bool)',
  'function getTrustedIssuerClaimTopics(address trustedIssuer) view returns (uint256[])',
  'function getTrustedIssuersForClaimTopic(uint256 claimTopic) view returns (address[])',
  'function hasClaimTopic(address issuer, uint256 claimTopic) view returns (bool)',
  'event TrustedIssuerAdded(address indexed trustedIssuer, uint256[] claimTopics)',
  'event TrustedIssuerRemoved(address indexed trustedIssuer)',
  'event ClaimTopicsUpdated(address indexed trustedIssuer, uint256[] claimTopics)',
]);

export const erc3643Topics = parseAbi([
  'function addClaimTopic(uint256 claimTopic)',
  'function removeClaimTopic(uint256 claimTopic)',
  'function getClaimTopics() view returns (uint256[])',
  'event ClaimTopicAdded(uint256 indexed claimTopic)',
  'event ClaimTopicRemoved(uint256 indexed claimTopic)',
]);

export const erc3643Compliance = parseAbi([
  'function bindToken(address token)',
  'function unbindToken(address token)',
  'function isTokenBound(address token) view returns (bool)',
  'function getTokenBound() view returns (address)',
  'function canTransfer(address from, address to, uint256 amount) view returns (bool)',
  'function transferred(address from, address to, uint256 amount)',
  'function created(address to, uint256 amount)',
  'function destroyed(address from, uint256 amount)',
  'event TokenBound(address token)',
  'event TokenUnbound(address token)',
]);

/** T-REX 4.1.6: what callers of a modular compliance expect beyond the standard. */
export const trexModules = parseAbi([
  'function addModule(address module)',
  'function removeModule(address module)',
  'function callModuleFunction(bytes callData, address module)',
  'function getModules() view returns (address[])',
  'function isModuleBound(address module) view returns (bool)',
  'event ModuleAdded(address indexed module)',
  'event ModuleRemoved(address indexed module)',
  'event ModuleInteraction(address indexed target, bytes4 selector)',
]);
