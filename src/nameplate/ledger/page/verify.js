// The whole way: sums, entries, keys, attachments, heads. The same checks, in the same words, as `nameplate verify`.
const SUMS = 'SHA256SUMS', FIXED = ['entries.jsonl', 'keys.json', 'README.txt', 'verify.html'];
const FOLDERS = ['checkpoints/', 'attachments/', 'witnesses/'], TOGETHER = 500;
const nextTurn = () => new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = resolve; port2.postMessage(0); });

async function verifyBundle(members, held, progress) {
  const report = new Report(), able = await canVerify();
  const digests = checkSums(members, report);
  const lines = splitLines(members.get('entries.jsonl'), report);
  const parsed = lines.map((line, number) => attempt(report, 'entries', null, number, () => readEntry(line)));
  const origin = parsed[0]?.entry.origin ?? null, registry = new Registry();
  parsed.forEach((one, number) => one && attempt(report, 'keys', null, number, () => registry.apply(one.entry)));
  const leaves = lines.map(leafHash);
  checkPlaces(parsed, leaves, origin, report);
  await checkSignatures(parsed, registry, able, report, progress);
  checkKeys(members.get('keys.json'), registry, report);
  checkAttachments(parsed, digests, members, report);
  const heads = await checkHeads(shownHeads(members, report), leaves, { origin, registry, held, able, report });
  checkHeld(registry, held, report);
  const witnessed = Math.max(0, ...heads.filter((head) => head.witnesses.length).map((head) => head.size));
  conclude(report, { heads, witnessed, entries: lines.length, held, able });
  const checks = report.all();
  return { intact: !checks.some((check) => check.outcome === 'failed'), origin, parsed, witnessed, heads, registry, checks, able };
}

function checkSums(members, report) {
  const stated = attempt(report, 'bundle', SUMS, null, () => statedSums(members.get(SUMS))) ?? new Map(), found = new Map();
  for (const [name, data] of members) {
    if (name === SUMS) continue;
    found.set(name, hex(sha256(data)));
    if (!FIXED.includes(name) && !FOLDERS.some((folder) => name.startsWith(folder))) report.fail('bundle', 'this file has no place in a bundle', null, name);
    if (stated.get(name) !== found.get(name)) report.fail('bundle', 'not what SHA256SUMS says: damaged or changed since the export', null, name);
  }
  for (const name of stated.keys()) if (!members.has(name)) report.fail('bundle', 'named in SHA256SUMS and missing', null, name);
  report.passed('bundle', `${found.size} files are as they were exported`);
  return found;
}

function statedSums(data) {
  if (!data) throw new LedgerError('no sums of its files');
  const lines = utf8(data).split('\n');
  const pairs = lines.slice(0, -1).map((line) => /^([0-9a-f]{64})  ([^\n]+)$/.exec(line));
  const stated = new Map(pairs.filter(Boolean).map((match) => [match[2], match[1]]));
  if (lines.at(-1) !== '' || stated.size !== pairs.length) throw new LedgerError('not a list of SHA-256 sums');
  return stated;
}

function splitLines(data, report) {
  if (!data || data.length === 0) { report.fail('entries', 'there is not one entry', null, 'entries.jsonl'); return []; }
  const lines = [];
  let start = 0;
  for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, start)) { lines.push(data.subarray(start, end)); start = end + 1; }
  if (start !== data.length) report.fail('entries', 'the last line does not end: the file was cut off', null, 'entries.jsonl');
  return lines;
}

function checkPlaces(parsed, leaves, origin, report) {
  let before = null;
  parsed.forEach((one, number) => {
    if (!one) return;
    const { entry } = one, wrong = [], previous = number ? hex(leaves[number - 1]) : null;
    if (entry.origin !== origin) wrong.push(`it was made for the ledger ${entry.origin}`);
    if (entry.sequence !== number) wrong.push(`it was made as entry ${entry.sequence}`);
    if (wrong.length) report.fail('entries', `replayed or moved: ${wrong.join(' and ')}, and stands as entry ${number} of ${origin}`, number);
    else if (entry.previous !== null && entry.previous !== previous) report.fail('entries', 'it follows another entry than the one that stands before it', number);
    if (before && isBefore(entry.time, before)) report.add('clock', 'warning', `its time, ${entry.time}, is before that of the entry before it (${before})`, number);
    before = entry.time;
  });
  report.passed('entries', `${parsed.length} entries, each in its form and in its place`);
  report.passed('clock', "no entry's time is before that of the entry before it");
}

async function checkSignatures(parsed, registry, able, report, progress) {
  for (let first = 0; first < parsed.length; first += TOGETHER) {
    const faults = await Promise.all(parsed.slice(first, first + TOGETHER).map((one, i) => one && signatureFault(one, first + i, registry, able)));
    faults.forEach((says, i) => says && report.fail('signatures', says, first + i));
    progress(Math.min(first + TOGETHER, parsed.length), parsed.length);
    await nextTurn();
  }
  if (able) report.passed('signatures', `${parsed.length} signatures, each by a key that was in force`);
  else report.skip('signatures', 'this browser has no Ed25519: who signed could not be checked. Use a newer browser or the program');
}

async function signatureFault({ entry, signature, message }, number, registry, able) {
  const known = registry.find(entry.actor, entry.key);
  if (!known) return `signed as ${entry.actor} with key ${entry.key}, which is not in the ledger`;
  if (able && !(await holds(known.key, signature, message))) return `the signature is not ${entry.actor}'s: the entry was changed, or somebody else signed it`;
  const says = refusal(known, number);
  if (!says) known.entries++;
  return says;
}

function checkKeys(data, registry, report) {
  attempt(report, 'keys', 'keys.json', null, () => {
    if (!data) throw new LedgerError('keys.json: not in the bundle');
    const keys = registry.known.map((one) => one.record);
    if (utf8(data) !== `${canonical({ keys, schema: 'nameplate/ledger-keys/1' })}\n`) throw new LedgerError('says something else than the entries do');
  });
  report.passed('keys', `${registry.known.length} keys, added and revoked by entries of those who may`);
}

function checkAttachments(parsed, digests, members, report) {
  const wanted = new Set();
  parsed.forEach((one, number) => (one?.entry.attachments ?? []).forEach((file) => {
    const member = `attachments/${file.sha256}`;
    wanted.add(member);
    if (!digests.has(member)) report.fail('attachments', `'${file.name}' is missing`, number, member);
    else if (digests.get(member) !== file.sha256) report.fail('attachments', `'${file.name}' was changed: its digest is another`, number, member);
    else if (members.get(member).length !== file.size) report.fail('attachments', `'${file.name}' has another size than the entry says`, number, member);
  }));
  for (const name of digests.keys()) if (name.startsWith('attachments/') && !wanted.has(name)) report.fail('attachments', 'no entry names this file', null, name);
  report.passed('attachments', `${wanted.size} files, each named by an entry and unchanged`);
}

function shownHeads(members, report) {
  const shown = [];
  for (const [name, data] of members) {
    const where = name.startsWith('checkpoints/') ? 'heads' : 'witnesses';
    if (where === 'witnesses' && !name.startsWith('witnesses/')) continue;
    if (where === 'witnesses' && !name.endsWith('.note')) {
      report.skip('witnesses', 'a time stamp: this page cannot check it; use the program, or openssl as README.txt says', name);
      continue;
    }
    attempt(report, where, name, null, () => {
      const note = readNote(utf8(data));
      shown.push({ where, file: name, head: readHead(note.text), note });
    });
  }
  return shown;
}

async function checkHeads(shown, leaves, at) {
  const all = [...shown, ...at.held.heads], seen = new Map();
  const found = roots(leaves, new Set(all.map((one) => one.head.size)));
  for (const one of all) {
    const says = headFault(one.head, found, leaves.length, at.origin);
    if (says) { at.report.fail(one.where, says, null, one.file); continue; }
    if (!seen.has(one.head.size)) seen.set(one.head.size, { size: one.head.size, root: toBase64(one.head.root), signed: false, witnesses: [] });
    await checkHeadSignatures(one, seen.get(one.head.size), at);
  }
  if (!seen.get(leaves.length)?.signed) at.report.fail('heads', `no head over all ${leaves.length} entries: the last ones are under none`);
  return [...seen.values()].sort((a, b) => a.size - b.size);
}

function headFault(head, found, entries, origin) {
  if (head.origin !== origin) return `a head of the ledger ${head.origin}; this one is ${origin}`;
  if (head.size > entries) return `a head of ${head.size} entries; the bundle has ${entries}: its tail was cut off`;
  if (!same(head.root, found.get(head.size))) return `the first ${head.size} entries are not those under this head: the history was rewritten`;
  return null;
}

async function checkHeadSignatures(one, seen, { registry, held, able, report }) {
  const servers = registry.headSigners(one.head.size), mine = one.where === 'held heads';
  const named = (key) => one.note.signatures.some((signature) => signature.name === key.name && signature.id === key.id);
  try {
    const opened = able ? await verifyNote(one.note, [...servers, ...held.witnesses]) : { signedBy: [], unknown: [] };
    const signed = able ? opened.signedBy.some(({ key }) => servers.includes(key)) : servers.some(named);
    if (!signed && !mine) throw new LedgerError(`not signed by a key of the server that was in force then; signed by ${one.note.signatures.map((s) => s.name).join(', ')}`);
    seen.signed ||= signed;
    opened.signedBy.filter(({ key }) => held.witnesses.includes(key)).forEach(({ key, time }) => seen.witnesses.push(`cosigned by ${key.name}, ${time ?? 'at no stated time'}`));
    if (mine) seen.witnesses.push('held by you');
    if (opened.unknown.length) report.skip('witnesses', `signed by ${opened.unknown.join(', ')}, whose key you did not give`, one.file);
  } catch (error) {
    report.fail(one.where, error instanceof LedgerError ? error.message : `could not be read (${error.name})`, null, one.file);
  }
}

function checkHeld(registry, held, report) {
  const texts = registry.known.map((one) => one.key.text), names = registry.known.map((one) => one.key.name);
  for (const key of held.keys) if (names.includes(key.name) && !texts.includes(key.text)) report.fail('held keys', `the ledger's key of ${key.name} is not the one that you hold`);
  for (const says of held.strange) report.skip('held keys', `what you gave is not understood: ${says}`);
  if (!held.keys.some((key) => key.text === texts[0])) report.skip('held keys', `you hold no key of ${texts[0] ?? 'nobody'}, who opened the ledger`);
  report.passed('held keys', 'the key that opened the ledger is one that you hold');
}

function conclude(report, { heads, witnessed, entries, held, able }) {
  if (!able) report.skip('heads', 'this browser has no Ed25519: the signatures of the heads could not be checked');
  report.passed('heads', `each leads to these entries and is signed by the server (heads: ${heads.length})`);
  if (held.heads.length) report.passed('held heads', `these entries continue what you hold (heads: ${held.heads.length})`);
  else report.skip('held heads', 'you gave no head of your own');
  if (!witnessed) report.skip('witnesses', 'no head is witnessed by anybody you know: the keeper could have rewritten everything');
  else if (!report.failed('witnesses')) report.add('witnesses', 'ok', `entries 0 to ${witnessed - 1} are under a witnessed head`);
  if (witnessed && witnessed < entries) {
    report.add('witnesses', 'warning', `entries ${witnessed} to ${entries - 1} came after the last witnessed head: only the keeper vouches for them`, witnessed);
  }
}
