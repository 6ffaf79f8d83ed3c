// Signed notes, cosignatures (C2SP signed-note, tlog-cosignature), heads (C2SP tlog-checkpoint), Ed25519 by the browser.
const ED25519 = 1, COSIGNATURE = 4;
let signaturesWork = null;

async function canVerify() {
  if (signaturesWork === null) {
    const name = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
    const value = 'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b';
    const raw = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
    signaturesWork = await holds({ public: raw(name) }, raw(value), new Uint8Array(0)); // RFC 8032 section 7.1, test 1
  }
  return signaturesWork;
}

async function holds(key, value, message) {
  try {
    key.handle ??= crypto.subtle.importKey('raw', key.public, { name: 'Ed25519' }, false, ['verify']);
    return value.length === 64 && await crypto.subtle.verify({ name: 'Ed25519' }, await key.handle, value, message);
  } catch { return false; } // no such point, or no Ed25519 in this browser: canVerify tells which
}

function base64(text, what) {
  let binary;
  try { binary = atob(text); } catch { throw new LedgerError(`${what}: not base64`); }
  if (btoa(binary) !== text) throw new LedgerError(`${what}: base64 with stray bits`);
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

const toBase64 = (data) => btoa(String.fromCharCode(...data));

function parseKey(text) {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  if (!match) throw new LedgerError(`not a key: ${text}`);
  const material = base64(match[3], `key ${match[1]}`);
  const id = hex(sha256(join(bytes(`${match[1]}\n`), material)).subarray(0, 4));
  if (material.length !== 33 || ![ED25519, COSIGNATURE].includes(material[0])) throw new LedgerError(`key ${match[1]}: not an Ed25519 key`);
  if (id !== match[2]) throw new LedgerError(`key ${match[1]}: its hash is ${id}, not ${match[2]}`);
  return { name: match[1], id, kind: material[0], public: material.subarray(1), text };
}

function readNote(text) {
  const gap = text.lastIndexOf('\n\n');
  if (gap < 0 || !text.endsWith('\n') || /[\x00-\x09\x0b-\x1f]/.test(text)) throw new LedgerError('not a signed note');
  const lines = text.slice(gap + 2, -1).split('\n');
  if (lines.length > 64) throw new LedgerError('a signed note with too many signatures');
  return { text: text.slice(0, gap + 1), signatures: lines.map(readSignature) };
}

function readSignature(line) {
  const match = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/.exec(line);
  const data = match ? base64(match[2], `signature of ${match[1]}`) : [];
  if (data.length < 5) throw new LedgerError('not a signed note: a line is no signature');
  return { name: match[1], id: hex(data.subarray(0, 4)), value: data.subarray(4) };
}

async function verifyNote(note, keys) {
  const signedBy = [], unknown = [];
  for (const one of note.signatures) {
    const key = keys.find((known) => known.name === one.name && known.id === one.id);
    if (key) signedBy.push(await verifySignature(note.text, one, key)); else unknown.push(one.name);
  }
  return { signedBy, unknown };
}

async function verifySignature(text, one, key) {
  let { value } = one, message = text, time = null;
  if (key.kind === COSIGNATURE) {
    if (value.length !== 72) throw new LedgerError(`the signature of ${key.name} does not hold`);
    const seconds = new DataView(value.buffer, value.byteOffset).getBigUint64(0);
    message = `cosignature/v1\ntime ${seconds}\n${text}`;
    value = value.subarray(8);
    time = seconds < 253402300800n ? new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') : null;
    if (time === null) throw new LedgerError(`the cosignature of ${key.name} has no time that exists`);
  }
  if (!(await holds(key, value, bytes(message)))) throw new LedgerError(`the signature of ${key.name} does not hold: the text or the signature was changed`);
  return { key, time };
}

function readHead(text) {
  const lines = text.split('\n');
  if (lines.length < 4 || lines.pop() !== '' || lines.includes('') || !/^(0|[1-9][0-9]{0,14})$/.test(lines[1])) {
    throw new LedgerError('not a head: it wants lines with origin, size and root');
  }
  const root = base64(lines[2], 'root');
  if (root.length !== 32) throw new LedgerError('not a head: the root is not 32 bytes');
  return { origin: lines[0], size: Number(lines[1]), root };
}
