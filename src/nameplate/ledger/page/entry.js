// Entries: one line, one right form (nameplate/ledger-entry/v1).
const DOMAIN = bytes('nameplate/ledger-entry/v1\n');
const BEFORE = '{"entry":'.length, AFTER = ',"signature":"'.length + 88 + 2;
const FIELDS = 'act,actor,attachments,body,key,origin,previous,sequence,subject,time';
const isText = (value) => typeof value === 'string';
const isCount = (value) => Number.isSafeInteger(value) && value >= 0;
const hasOnly = (value, fields) => value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).sort().join() === fields;

function readEntry(line) {
  let text;
  try { text = utf8(line); } catch { throw new LedgerError('not UTF-8'); }
  const value = readCanonical(text);
  if (!hasOnly(value, 'entry,signature') || !hasOnly(value.entry, FIELDS)) throw new LedgerError('not an entry: other names than an entry has');
  const entry = value.entry;
  const texts = [entry.act, entry.actor, entry.key, entry.origin, entry.subject, entry.time, value.signature];
  if (!texts.every(isText) || !isCount(entry.sequence)) throw new LedgerError('not an entry: a text or number is missing');
  if (entry.previous !== null && !isText(entry.previous)) throw new LedgerError('not an entry: previous');
  if (!isTime(entry.time)) throw new LedgerError('not an entry: its time is not written as UTC with a Z');
  if (!Array.isArray(entry.attachments) || !entry.attachments.every(isAttachment)) throw new LedgerError('not an entry: attachments');
  const signature = base64(value.signature, 'signature');
  if (signature.length !== 64) throw new LedgerError('not an entry: its signature is not 64 bytes of base64');
  return { entry, signature, message: join(DOMAIN, line.subarray(BEFORE, line.length - AFTER)) };
}

function isTime(text) {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?Z$/.test(text) && !text.endsWith('.000000Z') && !Number.isNaN(Date.parse(text));
}

function isAttachment(file) {
  return hasOnly(file, 'media_type,name,sha256,size') && isText(file.name) && isText(file.media_type)
    && isText(file.sha256) && /^[0-9a-f]{64}$/.test(file.sha256) && isCount(file.size);
}

// without its Z a time sorts as text, also where one has a fraction and the other none
const isBefore = (a, b) => a.slice(0, -1) < b.slice(0, -1);
