// The keys, as the entries about keys make them: who adds and revokes, and from which entry to which a key signs.
class Registry {
  constructor() { this.known = []; }

  find(name, id) { return this.known.find((one) => one.key.name === name && one.key.id === id); }

  apply(entry) {
    if (entry.act === 'key_added') this.add(entry, keyRecord(entry.body));
    else if (entry.act === 'key_revoked') this.revoke(entry, entry.body);
  }

  add(entry, record) {
    const key = parseKey(record.key);
    if (key.name !== record.name || key.kind !== ED25519) throw new LedgerError(`key of ${record.name}: this is another's, or of another kind`);
    if (this.known.some((one) => same(one.key.public, key.public))) throw new LedgerError(`the key of ${record.name} is in the ledger already`);
    if (record.revoked_at !== null || record.replaced_by !== null) throw new LedgerError(`the key of ${record.name} is added as one that is revoked already`);
    if (this.known.length) this.checkKeeper(entry, `add the key of ${record.name}`);
    else if (entry.sequence !== 0 || !record.roles.includes('server') || entry.actor !== key.name || entry.key !== key.id) {
      throw new LedgerError('a ledger is opened by entry 0, with which the server adds its own key');
    }
    this.known.push({ key, record: { ...record }, added: entry.sequence, revoked: null, entries: 0 });
  }

  revoke(entry, body) {
    if (!hasOnly(body, 'key,reason,replaced_by') || !isText(body.reason)) throw new LedgerError('not an act on a key');
    const known = this.known.find((one) => one.record.key === body.key);
    if (!known || known.revoked !== null) throw new LedgerError(`the key ${body.key} cannot be revoked: it is not in force`);
    if (body.replaced_by !== null && !this.known.some((one) => one.record.key === body.replaced_by)) {
      throw new LedgerError(`the key of ${known.key.name} is replaced by one that the ledger does not know`);
    }
    if (entry.actor !== known.key.name || entry.key !== known.key.id) this.checkKeeper(entry, `revoke the key of ${known.key.name}`);
    known.revoked = entry.sequence;
    Object.assign(known.record, { revoked_at: entry.time, replaced_by: body.replaced_by });
  }

  checkKeeper(entry, what) {
    const signer = this.find(entry.actor, entry.key);
    if (!signer || refusal(signer, entry.sequence)) throw new LedgerError(`${entry.actor} may not ${what}: the key is not in force`);
    if (!signer.record.roles.some((role) => role === 'server' || role === 'administrator')) {
      throw new LedgerError(`${entry.actor} may not ${what}: that is for the server or an administrator`);
    }
  }

  headSigners(size) {
    return this.known.filter((one) => one.record.roles.includes('server') && one.added < size && (one.revoked === null || size <= one.revoked)).map((one) => one.key);
  }
}

function keyRecord(body) {
  const good = hasOnly(body, 'key,name,replaced_by,revoked_at,roles,valid_from') && isText(body.key) && isText(body.name)
    && Array.isArray(body.roles) && body.roles.every(isText) && isText(body.valid_from);
  if (!good) throw new LedgerError('not an act on a key');
  return body;
}

function refusal(known, sequence) {
  if (sequence < known.added) return `the key of ${known.key.name} was added by entry ${known.added}, after this one`;
  if (known.revoked !== null && sequence > known.revoked) return `the key of ${known.key.name} was revoked by entry ${known.revoked}, before this one`;
  return null;
}
