/**
 * The specification: what is asked and seen, what AWS leaves open, the charts, and the one function that everything else
 * uses, {@link step}.
 *
 * @module bucketkey/model
 */
export {
  type BucketPolicyStatement,
  type BucketSetup,
  bucketkeyMachine,
  CHARTS,
  type ChoicePoint,
  type Choices,
  type Chooser,
  type EncryptionHeaders,
  type EncryptionRule,
  type Event,
  type EventName,
  type EventOf,
  FIRST_OPTION,
  forEachResult,
  givenChoices,
  initialWorld,
  type KeyPolicyStatement,
  type KmsCall,
  type KmsKeySetup,
  type Observation,
  OPENNESS,
  OPERATIONS,
  type Outcome,
  PROFILES,
  type Profile,
  profileNamed,
  REQUIREMENTS,
  type ReplicationRule,
  type Requester,
  type Requirement,
  type Seen,
  type Setup,
  type Step,
  type StepResult,
  step,
  type World,
} from '../../model/index.ts';
