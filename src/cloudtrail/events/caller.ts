import type { RawRecord } from '../reading/read-records.ts';
import { idAt, objectAt } from './fields.ts';
import type { Caller } from './trail-event.ts';

/** Callers that are remembered: the same few hundred make most calls. */
const MAX_CALLERS = 10_000;
const callers = new Map<string, Caller>();
/** The callers of identities that are one object in many records. */
const ofIdentities = new WeakMap<object, Caller>();

/**
 * Who made a call. Whatever a record leaves out or has in another form, there is an answer. One caller is one object
 * for as long as it is remembered: those of millions of records would be copied about by the garbage collector.
 */
export function callerOf(record: RawRecord): Caller {
  const identity = objectAt(record, 'userIdentity');
  const known = identity === undefined ? undefined : ofIdentities.get(identity);
  if (known !== undefined) return known;
  const caller = callerWith(identity);
  if (identity !== undefined) ofIdentities.set(identity, caller);
  return caller;
}

function callerWith(identity: RawRecord | undefined): Caller {
  let fields = '';
  for (const name of FIELDS) fields += `${idAt(identity, name) ?? ''}\0`;
  const known = callers.get(fields);
  if (known !== undefined) return known;
  if (callers.size >= MAX_CALLERS) callers.clear();
  const found = newCaller(identity);
  const { account, principal, session } = found;
  const caller = {
    ...found,
    id: `${account}\0${principal}\0${session}`,
    sessionId: session === '' ? '' : `${principal}:${session}`,
  };
  callers.set(fields, caller);
  return caller;
}

/** The fields of an identity that everything else in it follows from. */
const FIELDS = ['type', 'principalId', 'accountId', 'accessKeyId', 'arn', 'userName', 'invokedBy'];

function newCaller(identity: RawRecord | undefined): Omit<Caller, 'id' | 'sessionId'> {
  const type = idAt(identity, 'type') ?? 'Unknown';
  const account = accountOf(idAt(identity, 'accountId'));
  const principalId = idAt(identity, 'principalId');
  const invokedBy = idAt(identity, 'invokedBy');
  const common = { type, account, service: undefined, accessKey: idAt(identity, 'accessKeyId'), isAnonymous: false };
  switch (type) {
    case 'AssumedRole': {
      const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
      const [id = 'unknown', session = ''] = splitOnce(principalId ?? '');
      const [arnRole, arnSession] = roleOfArn(idAt(identity, 'arn'));
      return {
        ...common,
        principal: idAt(issuer, 'principalId') ?? (id === '' ? (arnRole ?? 'unknown') : id),
        name: idAt(issuer, 'userName') ?? arnRole ?? (id === '' ? 'unknown' : id),
        session: session === '' ? (arnSession ?? '') : session,
      };
    }
    case 'AWSService': {
      const service = invokedBy ?? 'unknown service';
      return { ...common, principal: service, name: service, session: '', service };
    }
    case 'Root':
      return { ...common, principal: 'root', name: 'root', session: '' };
    case 'FederatedUser': {
      const id = principalId ?? account ?? 'unknown';
      return { ...common, principal: id, name: idAt(identity, 'userName') ?? id, session: '' };
    }
    default: {
      const id = principalId ?? account ?? 'unknown';
      const isAnonymous = idAt(identity, 'accountId') === 'anonymous' || principalId === 'Anonymous';
      return { ...common, principal: id, name: idAt(identity, 'userName') ?? id, session: '', isAnonymous };
    }
  }
}

function accountOf(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{12}$/.test(text) ? text : undefined;
}

function splitOnce(text: string): readonly [string, string] {
  const at = text.indexOf(':');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** Role and session of `arn:aws:sts::111122223333:assumed-role/role/session`. */
function roleOfArn(arn: string | undefined): readonly [string | undefined, string | undefined] {
  const [, role, session] = arn === undefined ? [] : (/:assumed-role\/(.+)\/([^/]+)$/s.exec(arn) ?? []);
  return [role, session];
}
