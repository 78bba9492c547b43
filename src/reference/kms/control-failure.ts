/** Why KMS refuses an event on a key; the names are those of the KMS API. */
export type ControlFailure =
  | 'AccessDeniedException'
  | 'AlreadyExistsException'
  | 'DisabledException'
  | 'IncorrectKeyMaterialException'
  | 'IncompleteSignatureException'
  | 'KMSInvalidStateException'
  | 'LimitExceededException'
  | 'MalformedPolicyDocumentException'
  | 'NotAuthorizedException'
  | 'NotFoundException'
  | 'UnsupportedOperationException'
  | 'ValidationException';
